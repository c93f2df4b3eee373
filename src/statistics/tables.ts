import type { Translate } from '../language/i18n.ts'
import { addressFor, type Choice } from './choice.ts'
import type { Decided } from './decisions.ts'
import { onTimeShare, type Load } from './people.ts'
import { shareOf } from './pictures.ts'
import { WAITING } from '../domain/workflow/status.ts'
import type { Times } from './times.ts'
import type { LoadLine, ReasonLine, RejectionLine, TimesLine } from './views.ts'

/** Maximum number of lines on the page, largest first; the export has all. */
const MOST_LINES = 20
/** Maximum number of reasons on a line. */
const REASONS = 3

/** Times per type or job type; each line links to the page filtered by it. */
export function timesBy(by: 'type' | 'job', times: Times[], choice: Choice, t: Translate): TimesLine[] {
  return times
    .filter((row) => row.month === null && row[by] !== null)
    .slice(0, by === 'job' ? MOST_LINES : undefined)
    .map((row) => ({ ...row, name: t(row[by]!), href: narrowed(choice, { [by]: row.code }) }))
}

export function rejectedBy(
  by: 'company' | 'job',
  decided: Decided[],
  choice: Choice,
  words: (code: string) => string,
  t: Translate,
): RejectionLine[] {
  const other = by === 'company' ? 'job' : 'company'
  return decided
    .filter((row) => row[by] !== null && row[other] === null)
    .slice(0, MOST_LINES)
    .map((row) => ({
      name: by === 'job' ? t(row.job!) : row.company!,
      href:
        by === 'job'
          ? narrowed(choice, { job: row.jobCode })
          : row.companyId === null
            ? null
            : narrowed(choice, { company: row.companyId }),
      n: row.n,
      rejected: row.rejected,
      share: shareOf(row),
      reasons: sorted(row, words).slice(0, REASONS),
    }))
}

/** Each handläggare or team; a handläggare's waiting cases lead to their list. */
export function loadBy(
  by: Load['by'],
  load: Load[],
  list: (more: Record<string, string[]>) => string,
  t: Translate,
): LoadLine[] {
  const nobody = by === 'team' ? t('Utan team') : t('Utan handläggare')
  return load
    .filter((row) => row.by === by)
    .map((row) => ({
      name: row.name ?? nobody,
      href:
        by === 'person' && row.waiting > 0 ? list({ handler: [String(row.id ?? 'none')], status: [...WAITING] }) : null,
      decided: row.decided,
      share: onTimeShare(row),
      waiting: row.waiting,
      late: row.late,
    }))
}

/** All rejection reasons of the selected decisions. */
export function reasonsOf(decided: Decided[], words: (code: string) => string): (ReasonLine & { share: number })[] {
  const all = decided.find(({ month, company, job }) => month === null && company === null && job === null)
  return all
    ? sorted(all, words).map((line) => ({ ...line, share: Math.round((100 * line.n) / Math.max(1, all.rejected)) }))
    : []
}

function sorted({ reasons }: Decided, words: (code: string) => string): ReasonLine[] {
  return Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([code, n]) => ({ text: words(code), n }))
}

/** No link where the page is already filtered by this line. */
function narrowed(choice: Choice, to: Partial<Choice>): string | null {
  const same = Object.entries(to).every(([name, value]) => choice[name as keyof Choice] === value)
  return same ? null : addressFor(choice, to)
}
