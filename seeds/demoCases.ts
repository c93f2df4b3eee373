import { addFiles } from '../src/attachments/queries.ts'
import { createCase } from '../src/cases/workflow/create.ts'
import { perform } from '../src/cases/workflow/perform.ts'
import type { MoveInput } from '../src/cases/workflow/moveRequest.ts'
import type { Move } from '../src/domain/workflow/status.ts'
import { asActor, setClock, type InstallerActor, type OwnerActor, type Tx } from '../src/db/actor.ts'
import type { CaseRow, JobTypeRow, OwnerRow } from '../src/db/rowTypes.ts'
import { insertNote } from '../src/notes/queries.ts'
import { completionFor, consentFor, noticeFor, type Place } from './demoAnswers.ts'
import { orderWork, reportWork, type Fitter } from './demoOrders.ts'
import { withSampleFile } from './demoFiles.ts'

/** One made-up case: who, what, where, when it began (days ago), and how far it has come. */
export interface Story {
  by: InstallerActor
  handler: OwnerActor
  owner: OwnerRow
  job: JobTypeRow
  areaId: number
  place: Place
  daysAgo: number
  reference: string
  /** Who is sent out; null where the owner has nobody of its own. */
  fitter: Fitter | null
  path: Leg[]
}

/** What happens next, and how many days after the one before. */
export type Leg = [
  days: number,
  what:
    | Move
    | 'note'
    | 'ownerNote'
    | 'answered'
    | 'open'
    | 'asked'
    | 'planning'
    | 'toService'
    | 'quoted'
    | 'order'
    | 'reported'
    | 'registered'
    | 'paid',
  text?: string,
]

/** Plays a story through the same doors that people use, the clock set to each day; leaves the clock running again. */
export async function playStory(story: Story, now: Date): Promise<CaseRow> {
  let at = workingHour(now, story.daysAgo, story.reference.length)
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    setClock(at.toISOString())
    return work()
  }
  try {
    let kase = await step(() => begin(story))
    for (const [days, what, text] of story.path) {
      at = new Date(Math.min(at.getTime() + days * 86_400_000 + 3_600_000, now.getTime() - 60_000))
      kase = await step(() => play(story, kase, what, text ?? ''))
    }
    return kase
  } finally {
    setClock('')
  }
}

function workingHour(now: Date, daysAgo: number, spread: number): Date {
  const day = new Date(now.getTime() - daysAgo * 86_400_000)
  day.setUTCHours(7 + (spread % 7), (spread * 17) % 60, 0, 0)
  return day
}

async function begin({ by, owner, job, areaId, reference, place, path }: Story): Promise<CaseRow> {
  return asActor(by, async (tx) => {
    const { kase } = await createCase(tx, by, { owner, job, areaId, reference, source: null })
    const notice = { ...kase.notice, ...noticeFor(job.definition, place, tx.now) }
    // An unfinished draft has the orderer and the address, no more.
    const written = path.length > 0 ? notice : Object.fromEntries(Object.entries(notice).slice(0, 9))
    const saved = await perform(tx, by, kase.ref, 'save', { notice: written })
    if (path.length > 0) await attach(tx, by, saved, job)
    return saved
  })
}

async function attach(tx: Tx, by: InstallerActor, kase: CaseRow, job: JobTypeRow): Promise<void> {
  for (const slot of job.definition.notice.attachments.filter((each) => each.required === true)) {
    await withSampleFile(slot.kind, (file) => addFiles(tx, by, kase, [{ kind: slot.kind, file }]))
  }
}

async function play(story: Story, kase: CaseRow, what: Leg[1], text: string): Promise<CaseRow> {
  const { by, handler } = story
  switch (what) {
    case 'note':
      await asActor(by, (tx) => insertNote(tx, by, kase, { subject: 'Tillträde', body: text, audience: 'all' }))
      return kase
    case 'answered':
      await asActor(handler, (tx) => insertNote(tx, handler, kase, { subject: 'Tid', body: text, audience: 'all' }))
      return kase
    case 'ownerNote':
      await asActor(handler, (tx) =>
        insertNote(tx, handler, kase, { subject: 'Internt', body: text, audience: 'owner' }),
      )
      return kase
    case 'open':
      await opened(by, kase)
      return kase
    case 'planning':
      return asActor(handler, (tx) => perform(tx, handler, kase.ref, 'mark', { marks: { preparation: 'ongoing' } }))
    case 'quoted':
      return asActor(handler, (tx) => perform(tx, handler, kase.ref, 'mark', { marks: { invoicing: 'quote_sent' } }))
    case 'order':
      await orderWork(handler, kase, story.fitter, new Date())
      return kase
    case 'reported':
      await reportWork(handler, kase)
      return kase
    case 'asked':
      return asActor(handler, (tx) => perform(tx, handler, kase.ref, 'mark', { marks: { preparation: 'requested' } }))
    case 'toService':
      return asActor(handler, (tx) =>
        perform(tx, handler, kase.ref, 'mark', { marks: { customer_service: 'requested' } }),
      )
    case 'registered':
      return asActor(handler, (tx) =>
        perform(tx, handler, kase.ref, 'mark', { marks: { customer_service: 'registered', documented: true } }),
      )
    case 'paid':
      return asActor(handler, (tx) => perform(tx, handler, kase.ref, 'mark', { marks: { invoicing: 'paid' } }))
    default:
      return move(story, kase, what, text)
  }
}

function opened(by: InstallerActor, { id }: CaseRow): Promise<number> {
  return asActor(by, (tx) => tx('cases').where({ id }).update({ seen_by_installer: true, note_for_installer: null }))
}

const BY_OWNER: Move[] = [
  'assign',
  'approve',
  'approveAndClose',
  'reject',
  'acceptCompletion',
  'rejectCompletion',
  'archive',
  'cancel',
]

async function move(story: Story, kase: CaseRow, what: Move, text: string): Promise<CaseRow> {
  const actor = BY_OWNER.includes(what) ? story.handler : story.by
  // Whoever goes on with a case has opened it, and of what is archived for good there is nothing new.
  if (actor === story.by || what === 'archive') await opened(story.by, kase)
  return asActor(actor, async (tx) => perform(tx, actor, kase.ref, what, inputFor(story, kase, what, text, tx.now)))
}

function inputFor({ job, handler, place }: Story, kase: CaseRow, what: Move, text: string, now: Date): MoveInput {
  switch (what) {
    case 'assign':
      return { handler: { id: handler.userId, name: handler.name } }
    case 'approve':
      return { consent: consentFor(job.definition, kase) }
    case 'reject':
      return { comment: text, details: { codes: ['KOMP'], fields: ['fastighet'] }, reasons: ['Uppgifter saknas'] }
    case 'rejectCompletion':
      return {
        comment: text,
        details: { codes: ['EJKL'], fields: ['y_kontakt', 'y_telefon'] },
        reasons: ['Inte klart på plats'],
      }
    case 'resubmit':
      return { notice: { ...kase.notice, fastighet: `${place.property} A`, upplysningar: text, intygande: true } }
    case 'submitDirect':
    case 'complete':
    case 'recomplete':
      return { completion: completionFor(job.definition, kase, place, now) }
    default:
      return text === '' ? {} : { comment: text }
  }
}
