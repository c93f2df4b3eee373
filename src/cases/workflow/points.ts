import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../db/actor.ts'
import type { Point, SentFile } from '../../db/columnTypes.ts'
import type { AttachmentRow, CaseRow, EventRow, RevisionRow } from '../../db/rowTypes.ts'
import type { Answers, JobType } from '../../domain/forms/definition.ts'
import { answerAt, calledOf, pointable, type Called } from '../../domain/forms/pointed.ts'
import { RETURNED, TRANSITIONS, type Move, type Part } from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'
import { listFiles } from '../../attachments/queries.ts'
import { lastRejection } from './rejections.ts'
import { listEvents } from './queries.ts'

/** What is decided on together: in flow D there is one sending of both parts. */
export function decidedParts({ status, flow }: Pick<CaseRow, 'status' | 'flow'>): readonly Part[] {
  if (status === 'submitted') return ['notice']
  return flow === 'D' ? ['notice', 'completion'] : ['completion']
}

type Attached = Pick<AttachmentRow, 'kind' | 'side' | 'outdated_at'>

/** All that a rejection of the case as it stands can point at: the values that are shown, files and those that lack. */
export function pointableOf(
  kase: Pick<CaseRow, 'status' | 'flow' | 'notice' | 'completion'>,
  job: JobType,
  files: Attached[],
): { fields: string[]; kinds: string[] } {
  const parts = decidedParts(kase)
  const slots = parts.flatMap((part) => job[part].attachments.map(({ kind }) => kind))
  const attached = files.filter((file) => file.side === 'installer' && file.outdated_at === null)
  return {
    fields: parts.flatMap((part) => pointable(job[part], kase[part])),
    kinds: [...new Set([...slots, ...attached.map(({ kind }) => kind)])],
  }
}

/** What a rejection points at, in the order it was given. */
export function pointsOf({ action, details }: EventRow, job: JobType): Point[] {
  const names = [...(details.fields ?? []), ...(details.attachments ?? []).map((kind) => `file.${kind}`)]
  const part = TRANSITIONS[action as Move].decides!.part
  return details.points ?? names.map((name) => ({ name, called: calledIn(job, part, name), words: '' }))
}

/** In the part that is rejected first: the same kind of file may be called otherwise in the other. */
export function calledIn(job: JobType, part: Part, name: string): Called {
  const forms = [...new Set([part, 'notice', 'completion'] as const)].map((each) => job[each])
  const called = forms.map((form) => calledOf(form, name)).find((each) => each !== null)
  return called ?? { label: name.startsWith('file.') ? 'Övrigt' : name }
}

/** The words at each input that was pointed at, for the form and for what is read. */
export function remarksOf(points: Point[], t: Translate): Record<string, string> {
  return Object.fromEntries(points.map(({ name, words }) => [name, words === '' ? t('Att rätta.') : words]))
}

/** Answers and files of one sending, or of what is about to be one. */
export interface Round {
  answers: Answers
  files: Pick<SentFile, 'id' | 'kind'>[]
}

/** What stands as it did when it was pointed at. */
export function untouched(points: Point[], before: Round, now: Round): Point[] {
  const filesAt = ({ files }: Round, kind: string) => files.filter((file) => file.kind === kind).map(({ id }) => id)
  const at = (round: Round, name: string) =>
    name.startsWith('file.') ? filesAt(round, name.slice(5)).sort((a, b) => a - b) : answerAt(round.answers, name)
  return points.filter(({ name }) => isDeepStrictEqual(at(before, name), at(now, name)))
}

export function roundOf({ notice, completion, attachments }: RevisionRow): Round {
  return { answers: { ...notice, ...completion }, files: attachments }
}

/** The rejection that a case has come back with, what it points at, and how it was sent then; null where nothing is to be put right. */
export async function returnedWith(
  tx: Tx,
  kase: Pick<CaseRow, 'id' | 'status'>,
  job: JobType,
): Promise<{ rejection: EventRow; points: Point[]; before: Round } | null> {
  if (!RETURNED.includes(kase.status)) return null
  const rejection = lastRejection(await listEvents(tx, kase.id))
  const sent = await tx<RevisionRow>('case_revisions').where({ case_id: kase.id }).orderBy('revision', 'desc').first()
  return rejection && sent ? { rejection, points: pointsOf(rejection, job), before: roundOf(sent) } : null
}

/** What a case that has come back is to have put right, and what of it stands as it was if `parts` were sent now. */
export async function leftAsItWas(
  tx: Tx,
  kase: CaseRow,
  job: JobType,
  parts: { notice?: Answers | undefined; completion?: Answers | undefined },
): Promise<{ points: Point[]; untouched: Point[] }> {
  const returned = await returnedWith(tx, kase, job)
  if (!returned || returned.points.length === 0) return { points: [], untouched: [] }
  const files = (await listFiles(tx, kase.id)).filter((file) => file.side === 'installer' && file.outdated_at === null)
  const answers = { ...(parts.notice ?? kase.notice), ...(parts.completion ?? kase.completion) }
  return { points: returned.points, untouched: untouched(returned.points, returned.before, { answers, files }) }
}
