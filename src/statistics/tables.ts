import type { Translate } from '../web/i18n.ts'
import { addressFor, type Choice } from './choice.ts'
import type { Decided } from './decisions.ts'
import { shareOf } from './pictures.ts'
import type { Times } from './times.ts'
import type { ReasonLine, RejectionLine, TimesLine } from './views.ts'

/** As many lines as a page bears, those with most first; the file has them all. */
const MOST = 20
/** As many reasons as a line bears. */
const REASONS = 3

/** How long, per type or per job type; each line leads to the page of it alone. */
export function timesBy(by: 'type' | 'job', times: Times[], choice: Choice, t: Translate): TimesLine[] {
  return times
    .filter((row) => row.month === null && row[by] !== null)
    .slice(0, by === 'job' ? MOST : undefined)
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
    .slice(0, MOST)
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

/** Every reason that was given, in all decisions that are asked about. */
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

/** A line that the page is narrowed to already leads nowhere. */
function narrowed(choice: Choice, to: Partial<Choice>): string | null {
  const same = Object.entries(to).every(([name, value]) => choice[name as keyof Choice] === value)
  return same ? null : addressFor(choice, to)
}
