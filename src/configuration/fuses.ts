import { z } from 'zod'
import { fuseLadder } from '../domain/forms/identifiers/fuses.ts'
import type { Translate } from '../language/i18n.ts'
import type { Content, Fuses } from './content.ts'
import { input, line, several } from './inputs.ts'
import { single } from './part.ts'

/** The owner's fuses, and within which of them a change needs no consent (docs/domain.md 4.9). */
export const fuses = single({
  place: 'Säkringar',
  path: 'fuses',
  said: [
    ['Storlekar', ({ fuses: { ladder } }) => ladder.join(', ')],
    ['Intervall utan medgivande', ({ fuses: { intervals } }) => intervalsInWords(intervals)],
  ],
  check: ({ fuses: { ladder, intervals }, jobs }, say, t) => {
    const problem = fuseProblem({ ladder, intervals }, t)
    if (problem) say('error', problem)
    if (intervals.length === 0 && jobs.some((job) => job.active && job.code === 'BE01'))
      say('warning', t('Det finns inget intervall, så BE01 går inte att skicka.'))
  },
  title: (_of, t) => t('Säkringar'),
  intro: (_of, t) =>
    t('De säkringar som går att välja i era anmälningar. Ärenden som redan är påbörjade behåller sina.'),
  of: (content: Content) => content.fuses,
  inputs: () => ({
    ladder: several(
      'Storlekar',
      fuseLadder.map((size) => ({ value: String(size), label: `${size} A` })),
      { required: true },
    ),
    intervals: input(
      { label: 'Intervall utan medgivande', type: 'text', width: 12 },
      {
        help: 'Inom ett intervall färdiganmäls en ändring direkt (BE01). Över det behövs en föranmälan (BE03). Skriv som 16–25, 35, 50–63.',
      },
      line(200).pipe(
        z.string().regex(/^(\d{1,3}(\s*[-–]\s*\d{1,3})?(\s*[,/;]\s*(?=\d)|\s*$))*$/, 'Skriv som 16–25, 35, 50–63.'),
      ),
    ),
  }),
  known: ({ ladder, intervals }) => ({ ladder: ladder.map(String), intervals: intervalsInWords(intervals) }),
  problems: (typed, _of, { t }) => {
    const read = readFuses(typed)
    const problem = fuseProblem(read, t)
    return problem === null ? null : { [read.ladder.length === 0 ? 'ladder' : 'intervals']: problem }
  },
  write: (_of, typed, content) => {
    content.fuses = readFuses(typed)
  },
})

function readFuses({ ladder: ticked, intervals }: { ladder: string[]; intervals: string }): Fuses {
  const ladder = fuseLadder.filter((size) => ticked.includes(String(size)))
  return { ladder, intervals: readIntervals(intervals, ladder) }
}

/** '16–25, 35' among the owner's own sizes. The ends stay where the owner lacks them, so that it can be said. */
export function readIntervals(typed: string, ladder: number[]): number[][] {
  return typed
    .split(/[,/;]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [from, to = from] = part.split(/[-–]/).map(Number) as [number, number?]
      const between = ladder.filter((size) => from < size && size < to)
      return from === to ? [from] : [from, ...between, to]
    })
}

/** '16–25, 35, 50–63'. */
export function intervalsInWords(intervals: Fuses['intervals']): string {
  return intervals.map((sizes) => (sizes.length === 1 ? String(sizes[0]) : `${sizes[0]}–${sizes.at(-1)}`)).join(', ')
}

/** In words what keeps a ladder with its intervals from being one; null when it is. */
export function fuseProblem({ ladder, intervals }: Fuses, t: Translate): string | null {
  if (ladder.length === 0) return t('Välj minst en säkring.')
  const unknown = ladder.find((size) => !fuseLadder.includes(size))
  if (unknown !== undefined) return t('{size} A finns inte bland säkringarna.', { size: unknown })
  if (!ascends(ladder)) return t('Säkringarna ska stå i storleksordning.')
  for (const sizes of intervals) {
    const missing = sizes.find((size) => !ladder.includes(size))
    if (missing !== undefined) return t('{size} A i ett intervall finns inte bland era säkringar.', { size: missing })
    if (!ascends(sizes)) return t('Ett intervall ska gå från den mindre säkringen till den större.')
    const [from, to] = [sizes[0]!, sizes.at(-1)!]
    if (ladder.filter((size) => from <= size && size <= to).length !== sizes.length)
      return t('Intervallet {from}–{to} A hoppar över en säkring.', { from, to })
  }
  if (!ascends(intervals.flat())) return t('Intervallen ska stå i storleksordning och får inte gå in i varandra.')
  return null
}

const ascends = (sizes: number[]) => sizes.every((size, index) => index === 0 || sizes[index - 1]! < size)
