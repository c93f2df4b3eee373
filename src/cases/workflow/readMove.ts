import { localDate } from '../../domain/calendar/workdays.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import type { CaseRow, HoldReason } from '../../db/rowTypes.ts'
import { repeatedNumbers } from '../../domain/forms/consentRows.ts'
import { schemaFor } from '../../domain/forms/schema.ts'
import { Conflict } from '../../web/errors.ts'
import { readForm, type FlatBody } from '../../web/forms.ts'
import { membersFor, NOT_OF_TEAM } from '../../teams/queries.ts'
import { mayMark, type Markable } from '../../domain/rights.ts'
import type { Translate } from '../../language/i18n.ts'
import type { Form } from '../../web/pages.ts'
import { splitConsent } from '../page/decision.ts'
import { CHANGED, type MoveInput } from './moveRequest.ts'
import { standingProposal } from './fourEyes.ts'
import { getCase, getJob, listColleagues, listReasons } from './queries.ts'
import { CONSENTS, TRANSITIONS, type Move, type MoveForm } from '../../domain/workflow/status.ts'
import { markChanges } from '../symbols/symbols.ts'
import { readContext } from '../../domain/forms/terms.ts'

/** What was posted with a move, after its own form of MOVE_FORMS has read it. */
export interface Posted {
  _version?: number
  comment?: string
  codes?: string[]
  fields?: string[]
  attachments?: string[]
  handler?: number
  responsible?: number
  preparation?: CaseRow['preparation']
  invoicing?: CaseRow['invoicing']
  customer_service?: CaseRow['customer_service']
  documented?: boolean
  transformer_by_hand?: boolean | null
  reason?: HoldReason | ''
  until?: string
}

interface Asked {
  tx: Tx
  actor: Actor
  ref: string
  move: Move
  posted: Posted
  /** As it was typed: the consent's fields are read by the case's own definition, and errors bring it back. */
  body: FlatBody
  t: Translate
}

type ReadMove = { ok: true; input: MoveInput } | { ok: false; form: Form }
type Reader = (asked: Asked) => Promise<ReadMove>

/** What a move carries, checked against the case's own form and the people it may name, as perform() takes it. */
export async function readMove(asked: Asked): Promise<ReadMove> {
  const { _version: version, comment } = asked.posted
  const common: MoveInput = { ...(version !== undefined && { version }), comment: comment || null }
  if (await isDespiteRemoval(asked)) {
    return wrong(asked, 'despite_removal', 'Kryssa i att du godkänner ändå, eller avbryt ärendet.')
  }
  const reader =
    asked.body['_confirm'] === 'ja' && CONSENTS.includes(asked.move)
      ? confirmation
      : READERS[TRANSITIONS[asked.move].form]
  if (!reader) return { ok: true, input: common }
  const read = await reader(asked)
  return read.ok ? { ok: true, input: { ...common, ...read.input } } : read
}

/** It is approved what the installer has asked to have removed, and it is not said that this refuses the request. */
async function isDespiteRemoval({ tx, ref, move, body }: Asked): Promise<boolean> {
  return CONSENTS.includes(move) && body['despite_removal'] !== 'ja' && (await getCase(tx, ref)).removal_requested
}

const READERS: Partial<Record<MoveForm, Reader>> = {
  consent: async ({ tx, ref, body, t }) => {
    const kase = await getCase(tx, ref)
    const job = await getJob(tx, kase)
    const read = readForm(schemaFor(job.consent, 'send', readContext(job, tx, t)), body)
    if (!read.ok) return read
    const repeated = repeatedNumbers(job, read.data).map(({ name, row }) => [
      name,
      t('Samma {what} som på rad {row}.', { what: 'anläggnings-ID', row }),
    ])
    if (repeated.length > 0) {
      const errors = Object.fromEntries(repeated) as Form['errors']
      return { ok: false, form: { values: { ...body }, errors } }
    }
    return { ok: true, input: splitConsent(job, read.data) }
  },
  // Work that deviates from the consent is accepted by saying so (docs/domain.md 3.3, y_avvikelse).
  acceptance: async (asked) => {
    const { completion } = await getCase(asked.tx, asked.ref)
    return completion['y_avvikelse'] === true && asked.body['accept_deviation'] !== 'ja'
      ? wrong(asked, 'accept_deviation', 'Kryssa i att avvikelsen godtas, eller avvisa.')
      : { ok: true, input: {} }
  },
  rejection: async (asked) => {
    const { codes: wanted = [], fields = [], attachments = [] } = asked.posted
    const known = await listReasons(asked.tx, (await getCase(asked.tx, asked.ref)).job_type_id)
    const reasons = known.filter((reason) => wanted.includes(reason.code))
    if (reasons.length === 0) return wrong(asked, 'codes', 'Välj minst en orsak.')
    const details = { codes: reasons.map((reason) => reason.code), fields, attachments }
    return { ok: true, input: { details, reasons: reasons.map((reason) => reason.text) } }
  },
  marks: async (asked) => {
    const { tx, actor, ref, posted } = asked
    const { preparation = null, invoicing = null, customer_service = null, documented = false } = posted
    const { transformer_by_hand = null } = posted
    const all = { preparation, invoicing, customer_service, documented, transformer_by_hand }
    // Those that are not this person's to set were not on the page.
    const own = Object.entries(all).filter(([mark]) => mayMark(actor, mark as Markable))
    const marks = Object.fromEntries(own) as Partial<typeof all>
    const changes = markChanges(await getCase(tx, ref), marks)
    // The log says what was done: a row that changed nothing would only be in the way.
    if (changes.length === 0) return wrong(asked, Object.keys(marks)[0] ?? 'preparation', 'Ändra någon symbol först.')
    return { ok: true, input: { marks, details: { changes } } }
  },
  hold: async (asked) => {
    const { reason = '', until = '' } = asked.posted
    if (asked.body['end'] === 'ja') return { ok: true, input: { hold: null } }
    if (reason === '') return wrong(asked, 'reason', 'Välj vad ärendet väntar på.')
    if (until !== '' && until <= localDate(asked.tx.now)) return wrong(asked, 'until', 'Välj en dag som kommer.')
    return { ok: true, input: { hold: { reason, until: until === '' ? null : until } } }
  },
  extension: async (asked) => {
    const { until = '' } = asked.posted
    const { consent_valid_to: before } = await getCase(asked.tx, asked.ref)
    if (until < localDate(asked.tx.now) || (before !== null && until <= before))
      return wrong(asked, 'until', 'Välj en dag som inte har varit, senare än dagens gräns.')
    return { ok: true, input: { validTo: until } }
  },
  assignment: async (asked) => {
    const person = await colleague(asked, asked.posted.handler ?? asked.actor.userId)
    if (!person) return wrong(asked, 'handler', 'Välj en kollega.')
    const team = await membersFor(asked.tx, (await getCase(asked.tx, asked.ref)).area_id)
    return team?.has(person.id) === false
      ? wrong(asked, 'handler', NOT_OF_TEAM)
      : { ok: true, input: { handler: person } }
  },
  responsible: async (asked) => {
    const person = await colleague(asked, asked.posted.responsible)
    return person ? { ok: true, input: { responsible: person } } : wrong(asked, 'responsible', 'Välj en kollega.')
  },
}

/** A colleague's proposal is confirmed as it stands: nothing is posted but that. */
const confirmation: Reader = async ({ tx, ref }) => {
  const proposal = await standingProposal(tx, await getCase(tx, ref))
  if (!proposal) throw new Conflict(CHANGED)
  return { ok: true, input: { consent: proposal.consent, internal: proposal.internal } }
}

async function colleague({ tx, actor }: Asked, id: number | undefined) {
  return (await listColleagues(tx, actor)).find((person) => person.id === id)
}

function wrong({ body, t }: Asked, name: string, message: string): ReadMove {
  return { ok: false, form: { values: { ...body }, errors: { [name]: t(message) } } }
}
