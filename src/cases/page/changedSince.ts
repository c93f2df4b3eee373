import type { EventRow, RevisionRow, CaseRow } from '../../db/rowTypes.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { changesBetween, type ReadSection } from '../../domain/forms/present.ts'
import type { CasePage } from './views.ts'
import type { Translate } from '../../language/i18n.ts'
import type { RejectionReason } from '../workflow/queries.ts'
import { pointInWords } from '../../domain/forms/pointed.ts'
import { pointsOf, roundOf, untouched } from '../workflow/points.ts'
import { lastRejection } from '../workflow/rejections.ts'
import { rejectionInWords, rejectedPart } from './timeline.ts'

/** The round before this one, when the case came back after a rejection of what is decided now; null for a first round. */
export function roundBefore(kase: CaseRow, events: EventRow[], [now, before]: RevisionRow[]) {
  const rejection = lastRejection(events)
  if (kase.turn !== 'owner' || !now || !before || !rejection || now.revision !== kase.revision) return null
  // A rejection of the notice says nothing of the first completion that follows it.
  if (rejectedPart(rejection) !== (kase.status === 'submitted' ? 'notice' : 'completion')) return null
  return { now, before, rejection }
}

/** What differs from the round before, each with a way to where it stands on the page, and what it was returned for. */
export function changedSince(
  job: JobType,
  round: NonNullable<ReturnType<typeof roundBefore>>,
  sections: ReadSection[],
  reasons: RejectionReason[],
  t: Translate,
): NonNullable<CasePage['changed']> {
  const { now, before, rejection } = round
  const had = new Set(before.attachments.map((file) => file.id))
  const marked = keysIn(sections)
  const items = [
    ...changesBetween(job.notice, before.notice, now.notice, t),
    ...changesBetween(job.completion, before.completion, now.completion, t),
  ].map(({ key, label, from, to }) => ({
    label: t(label),
    from,
    to,
    href: marked.has(key) ? `#read-${key}` : null,
  }))
  const files = now.attachments
    .filter((file) => !had.has(file.id))
    .map((file) => ({
      label: t('Bilaga {kind}', { kind: file.kind }),
      from: '',
      to: `${file.name}, ${t('ny')}`,
      href: `#file-${file.id}`,
    }))
  return {
    revision: now.revision,
    items: [...items, ...files],
    reasons: [...rejectionInWords(rejection, reasons, t), rejection.comment ?? ''],
    untouched: untouched(pointsOf(rejection, job), roundOf(before), roundOf(now)).map((point) =>
      pointInWords(point, t),
    ),
  }
}

/** The fields that the page marks as changed. */
function keysIn(sections: ReadSection[]): Set<string> {
  const items = sections.flatMap((section) => [
    ...section.items,
    ...section.rows.flatMap((row) => row.items),
    ...section.tables.flatMap((table) => table.body.flat()),
  ])
  return new Set(items.filter((item) => item.was !== undefined).map((item) => item.key))
}
