/** By the rules that hold today (fourEyes.ts); asked once for a whole list. */
const FOUR_EYES = `(select app.four_eyes((select app.owner_id())))`

const standing = (kase: string) =>
  `case_proposals p where p.case_id = ${kase}.id and p.status_since = ${kase}.status_since`

/** SQL over cases: the one who asks has proposed. What a colleague has proposed waits for them: app.owner_inbox. */
export const PROPOSED_BY_ME = `${FOUR_EYES} and exists (select from ${standing('cases')} and p.user_id = (select app.user_id()))`

/** A column of a line, where `c` is the case: who has proposed. The other side's role may not touch proposals. */
export const PROPOSAL_COLUMN = `(select json_build_object('name', p.user_name, 'mine', p.user_id = (select app.user_id()))
  from ${standing('c')} and ${FOUR_EYES}) as proposal`
