/** By the rules that hold today (proposals.ts, fourEyesOn); asked once for a whole list. */
const FOUR_EYES = `coalesce((select f.rules->>'fourEyes' from configurations f
  where f.owner_id = (select app.owner_id()) and f.published_at is not null order by f.version desc limit 1) = 'true', false)`

const standing = (kase: string) =>
  `case_proposals p where p.case_id = ${kase}.id and p.status_since = ${kase}.status_since`

// Everybody at the network owner has lists; only some of them decide (domain/rights.ts).
const MAY_DECIDE = `(select u.is_admin or 'H' = any(u.permission_sets) from users u where u.id = (select app.user_id()))`

/** SQL over cases: a colleague has proposed, and the one who asks may confirm. */
export const TO_CONFIRM = `${FOUR_EYES} and ${MAY_DECIDE} and exists (select from ${standing('cases')} and p.user_id <> (select app.user_id()))`
/** SQL over cases: the one who asks has proposed, and waits for a colleague. */
export const PROPOSED_BY_ME = `${FOUR_EYES} and exists (select from ${standing('cases')} and p.user_id = (select app.user_id()))`
export const NOT_PROPOSED = `not (${FOUR_EYES} and exists (select from ${standing('cases')}))`

/** A column of a line, where `c` is the case: who has proposed. The other side's role may not touch proposals. */
export const PROPOSAL_COLUMN = `(select json_build_object('name', p.user_name, 'mine', p.user_id = (select app.user_id()))
  from ${standing('c')} and ${FOUR_EYES}) as proposal`
