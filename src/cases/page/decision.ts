import type { Actor } from '../../db/actor.ts'
import type { DecisionRules } from '../../db/columnTypes.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { StandingProposal } from '../workflow/fourEyes.ts'
import type { Answers, JobType } from '../../domain/forms/definition.ts'
import { readSections } from '../../domain/forms/present.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import { mayMark } from '../../domain/rights.ts'
import type { Decision, Marks } from './views.ts'
import type { Form } from '../../web/pages.ts'
import type { RejectionReason } from '../workflow/queries.ts'
import { CONSENTS, moveAddress, movesFor, REJECTIONS, TRANSITIONS, type Move } from '../../domain/workflow/status.ts'
import { MARKS } from '../symbols/symbols.ts'
import type { Translate } from '../../language/i18n.ts'

interface Panel {
  kase: CaseRow
  job: JobType
  reasons: RejectionReason[]
  rules: DecisionRules
  proposal: StandingProposal | null
  /** Why it cannot be approved as things stand; null when it can. */
  why: string | null
  form: Form
  marks: Pick<Decision, 'files' | 'pointed'>
}

/** The panel beside the case for the one whose turn it is to decide; null for everybody else. */
export function decisionFor(
  actor: Actor,
  { kase, job, reasons, rules, proposal, why, form, marks }: Panel,
  t: Translate,
): Decision | null {
  const open = movesFor(actor, kase)
  const approve = open.find((move) => CONSENTS.includes(move))
  const reject = open.find((move) => REJECTIONS.includes(move))
  if (!approve || !reject) return null
  const phase = TRANSITIONS[reject].decides!.part
  return {
    approve: { ...button(kase, approve, t), ...(why !== null && { why: t(why) }) },
    reject: button(kase, reject, t),
    sections: TRANSITIONS[approve].form === 'consent' ? job.consent.sections : [],
    fourEyes: rules.fourEyes === true,
    proposal: rules.fourEyes === true && proposal ? proposalOf(actor, job, proposal, t) : null,
    reasons: reasons
      .filter((reason) => reason.phase === 'both' || reason.phase === phase)
      .map(({ code, text }) => ({ code, text: t(text) })),
    files: marks.files,
    pointed: marks.pointed,
    open: Object.keys({ ...form.values, ...form.errors }).some((name) => OF_REJECTIONS.test(name))
      ? 'reject'
      : 'approve',
    deviation: kase.completion['y_avvikelse'] === true ? deviationText(kase.completion) : null,
  }
}

/** Inputs that only a rejection has: what came back with one of them is a rejection. */
const OF_REJECTIONS = /^(codes|comment|fields|attachments|words\..*)$/

function proposalOf(actor: Actor, job: JobType, proposal: StandingProposal, t: Translate): Decision['proposal'] {
  const answers = { ...proposal.consent, ...proposal.internal }
  return {
    by: proposal.user_name,
    at: proposal.at,
    isMine: proposal.user_id === actor.userId,
    sameHand: proposal.same_hand,
    sections: readSections(job.consent, answers, { t, full: true, side: 'owner' }),
  }
}

function deviationText(completion: Answers): string {
  const text = completion['y_avvikelse_text']
  return typeof text === 'string' ? text : ''
}

function button(kase: CaseRow, move: Move, t: Translate) {
  const { label, icon, buttonIcon, grave } = TRANSITIONS[move]
  return {
    move,
    label: t(label),
    icon: buttonIcon ?? icon,
    href: moveAddress(kase.ref, move),
    primary: icon === 'check',
    grave: grave === true,
  }
}

/** The network data both read, and what stays with the owner. */
export function splitConsent(job: JobType, answers: Answers): { consent: Answers; internal: Answers } {
  const own = new Set(
    fieldsOf(job.consent)
      .filter((field) => field.ownerOnly)
      .map((field) => field.key),
  )
  const entries = Object.entries(answers)
  return {
    consent: Object.fromEntries(entries.filter(([key]) => !own.has(key))),
    internal: Object.fromEntries(entries.filter(([key]) => own.has(key))),
  }
}

/** The symbols that are this person's to set by hand, as selects; null for others. */
export function marksFor(actor: Actor, kase: CaseRow, t: Translate): Marks | null {
  if (!movesFor(actor, kase).includes('mark')) return null
  const groups = (Object.keys(MARKS) as (keyof typeof MARKS)[]).filter((name) => mayMark(actor, name))
  return {
    fields: [
      ...groups.map((name) => ({
        name,
        label: t(MARKS[name].label),
        value: kase[name] ?? '',
        options: [
          { value: '', label: '–' },
          ...Object.entries(MARKS[name].states).map(([value, label]) => ({ value, label: t(label) })),
        ],
      })),
      ...(mayMark(actor, 'documented') ? [documented(kase, t)] : []),
      ...(mayMark(actor, 'transformer_by_hand') ? [transformer(kase, t)] : []),
    ],
  }
}

function documented(kase: CaseRow, t: Translate): Marks['fields'][number] {
  const options = [
    { value: '', label: t('Nej') },
    { value: 'ja', label: t('Ja') },
  ]
  return { name: 'documented', label: t('Dokumenterat'), value: kase.documented ? 'ja' : '', options }
}

/** Follows from the answers until somebody says otherwise (docs/domain.md 5, group 12). */
function transformer({ transformer_by_hand: said }: CaseRow, t: Translate): Marks['fields'][number] {
  const options = [
    { value: '', label: t('Som anmälan säger') },
    { value: 'ja', label: t('Ja') },
    { value: 'nej', label: t('Nej') },
  ]
  return { name: 'transformer_by_hand', label: t('Trafo'), value: said === null ? '' : said ? 'ja' : 'nej', options }
}
