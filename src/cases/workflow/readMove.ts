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
import { listFiles } from '../../attachments/queries.ts'
import { splitConsent } from '../page/decision.ts'
import { wordsName } from '../page/pointing.ts'
import { calledIn, decidedParts, pointableOf } from './points.ts'
import { CHANGED, type MoveInput } from './moveRequest.ts'
import { standingProposal } from './fourEyes.ts'
import { getCase, getJob, listColleagues, listReasons } from './queries.ts'
import { CONSENTS, fits, TRANSITIONS, type Move, type MoveForm } from '../../domain/workflow/status.ts'
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

/** The same, with the case that it is about read once. */
interface About extends Asked {
  kase: () => Promise<CaseRow>
}

type ReadMove = { ok: true; input: MoveInput } | { ok: false; form: Form }
type Reader = (asked: About) => Promise<ReadMove>

/** What a move carries, checked against the case's own form and the people it may name, as perform() takes it. */
export async function readMove(given: Asked): Promise<ReadMove> {
  let read: Promise<CaseRow> | undefined
  const asked: About = { ...given, kase: () => (read ??= getCase(given.tx, given.ref)) }
  return readAbout(asked)
}

async function readAbout(asked: About): Promise<ReadMove> {
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
async function isDespiteRemoval({ kase, move, body }: About): Promise<boolean> {
  return CONSENTS.includes(move) && body['despite_removal'] !== 'ja' && (await kase()).removal_requested
}

const READERS: Partial<Record<MoveForm, Reader>> = {
  consent: async ({ tx, kase, body, t }) => {
    const job = await getJob(tx, await kase())
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
    const { completion } = await asked.kase()
    return completion['y_avvikelse'] === true && asked.body['accept_deviation'] !== 'ja'
      ? wrong(asked, 'accept_deviation', 'Kryssa i att avvikelsen godtas, eller avvisa.')
      : { ok: true, input: {} }
  },
  rejection: async (asked) => {
    const { codes: wanted = [] } = asked.posted
    const kase = await asked.kase()
    const known = await listReasons(asked.tx, kase.job_type_id)
    const reasons = known.filter((reason) => wanted.includes(reason.code))
    if (reasons.length === 0) return wrong(asked, 'codes', 'Välj minst en orsak.')
    const pointed = await readPoints(asked, kase)
    if ('errors' in pointed) return { ok: false, form: { values: { ...asked.body }, errors: pointed.errors } }
    const { points } = pointed
    const details = { codes: reasons.map((reason) => reason.code), points }
    return { ok: true, input: { details, reasons: reasons.map((reason) => reason.text), points } }
  },
  marks: async (asked) => {
    const { actor, posted } = asked
    const { preparation = null, invoicing = null, customer_service = null, documented = false } = posted
    const { transformer_by_hand = null } = posted
    const all = { preparation, invoicing, customer_service, documented, transformer_by_hand }
    // Those that are not this person's to set were not on the page.
    const own = Object.entries(all).filter(([mark]) => mayMark(actor, mark as Markable))
    const marks = Object.fromEntries(own) as Partial<typeof all>
    const changes = markChanges(await asked.kase(), marks)
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
    const team = await membersFor(asked.tx, (await asked.kase()).area_id)
    return team?.has(person.id) === false
      ? wrong(asked, 'handler', NOT_OF_TEAM)
      : { ok: true, input: { handler: person } }
  },
  responsible: async (asked) => {
    const person = await colleague(asked, asked.posted.responsible)
    return person ? { ok: true, input: { responsible: person } } : wrong(asked, 'responsible', 'Välj en kollega.')
  },
}

const LONGEST_WORDS = 500

/** What a rejection points at, which has to be what the case shows, with the words at each. */
async function readPoints({ tx, move, posted, body, t }: Asked, kase: CaseRow) {
  const { fields = [], attachments = [], _version: version } = posted
  const names = [...new Set([...fields, ...attachments.map((kind) => `file.${kind}`)])]
  if (names.length === 0) return { points: [] }
  const job = await getJob(tx, kase)
  const shown = pointableOf(kase, job, await listFiles(tx, kase.id))
  const there = new Set([...shown.fields, ...shown.kinds.map((kind) => `file.${kind}`)])
  // Of a page that is too old perform() says so.
  const isOld = (version !== undefined && version !== kase.version) || !fits(move, kase)
  if (!isOld && names.some((name) => !there.has(name)))
    return { errors: { fields: t('Bara uppgifter som visas i ärendet går att peka ut.') } }
  const [part] = decidedParts(kase)
  const points = names.map((name) => ({ name, called: calledIn(job, part!, name), words: saidAt(body, name) }))
  const tooLong = points.filter(({ words }) => words.length > LONGEST_WORDS)
  return tooLong.length === 0
    ? { points }
    : { errors: Object.fromEntries(tooLong.map(({ name }) => [wordsName(name), t('Texten är för lång.')])) }
}

/** As cleaned as any free text: what cannot be stored is left out. */
function saidAt(body: FlatBody, name: string): string {
  const words = [body[wordsName(name)] ?? ''].flat()[0] ?? ''
  return words.replace(/[\ufffd\u0000-\u001f\u007f]+/gu, ' ').trim()
}

/** A colleague's proposal is confirmed as it stands: nothing is posted but that. */
const confirmation: Reader = async ({ tx, kase }) => {
  const proposal = await standingProposal(tx, await kase())
  if (!proposal) throw new Conflict(CHANGED)
  return { ok: true, input: { consent: proposal.consent, internal: proposal.internal } }
}

async function colleague({ tx, actor }: Asked, id: number | undefined) {
  return (await listColleagues(tx, actor)).find((person) => person.id === id)
}

function wrong({ body, t }: Asked, name: string, message: string): ReadMove {
  return { ok: false, form: { values: { ...body }, errors: { [name]: t(message) } } }
}
