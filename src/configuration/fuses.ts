import { Router } from 'express'
import { z } from 'zod'
import { fuseLadder } from '../domain/forms/identifiers/fuses.ts'
import { translators } from '../language/i18n.ts'
import { fuseProblem } from './checkParts.ts'
import { intervalsInWords } from './compareParts.ts'
import type { Content } from './content.ts'
import { line, several } from './inputs.ts'
import { settingsPage } from './settingsPage.ts'

/** The owner's fuses, and within which of them a change needs no consent (docs/domain.md 4.9): /fuses */
export const fuses = Router()

const of = (content: Content) => content.fuses

const Form = z
  .object({
    ladder: several.transform((ticked) => fuseLadder.filter((size) => ticked.includes(String(size)))),
    intervals: line(200).pipe(
      z.string().regex(/^(\d{1,3}(\s*[-–]\s*\d{1,3})?(\s*[,/;]\s*(?=\d)|\s*$))*$/, 'Skriv som 16–25, 35, 50–63.'),
    ),
  })
  .transform(({ ladder, intervals: typed }, context) => {
    const intervals = readIntervals(typed, ladder)
    const problem = fuseProblem({ ladder, intervals }, translators.sv)
    const path = [ladder.length === 0 ? 'ladder' : 'intervals']
    if (problem !== null) context.addIssue({ code: 'custom', path, message: problem })
    return { ladder, intervals }
  })

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

settingsPage(fuses, {
  path: 'fuses',
  title: 'Säkringar',
  intro: 'De säkringar som går att välja i era anmälningar. Ärenden som redan är påbörjade behåller sina.',
  schema: Form,
  part: of,
  known: (content) => ({
    ladder: of(content).ladder.map(String),
    intervals: intervalsInWords(of(content).intervals),
  }),
  write: (content, data) => {
    content.fuses = data
  },
  groups: [
    {
      title: '',
      fields: [
        {
          key: 'ladder',
          label: 'Storlekar',
          type: 'choices',
          required: true,
          width: 12,
          options: fuseLadder.map((size) => ({ value: String(size), label: `${size} A` })),
        },
        {
          key: 'intervals',
          label: 'Intervall utan medgivande',
          help: 'Inom ett intervall färdiganmäls en ändring direkt (BE01). Över det behövs en föranmälan (BE03). Skriv som 16–25, 35, 50–63.',
          type: 'text',
          width: 12,
        },
      ],
    },
  ],
})
