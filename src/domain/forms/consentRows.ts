import type { Answer, Answers, JobType } from './definition.ts'
import { ROW_BUTTONS } from './repeatingGroups.ts'
import { fieldsOf, rowsOf } from './schema.ts'
import type { Body } from './values.ts'

/** The tables of the consent that have a row for each of the notice's. */
export const followers = (job: JobType) => fieldsOf(job.consent).filter(({ rowsOf: leads }) => leads !== undefined)

/** Filling down and pasting come back with the rows, and decide nothing. */
export function onlyFillsRows(body: Body): boolean {
  return ROW_BUTTONS.some((button) => body[button] !== undefined)
}

/** The rows as the notice has them, with what is asked for and what was written already. */
export function consentRows(job: JobType, notice: Answers, written: Answers): Answers {
  const tables = followers(job).map(({ key, rowsOf: leads, fields = [] }) => {
    const before = rowsOf(written[key] ?? [])
    const rows = rowsOf(notice[leads!] ?? []).map((asked, index) => {
      const known: Record<string, Answer | undefined> = {
        ...asked,
        x_anl_id: asked['anl_id'],
        x_matarsakring: asked['sakr_ny'],
        ...before[index],
      }
      return Object.fromEntries(
        fields.filter((field) => known[field.key] !== undefined).map((field) => [field.key, known[field.key]!]),
      )
    })
    return [key, rows] as const
  })
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0))
}

/** A number belongs to one facility: the later row is wrong, and the row it repeats is named. */
export function repeatedNumbers(job: JobType, consent: Answers): { name: string; row: number }[] {
  return followers(job).flatMap(({ key, fields = [] }) => {
    const rows = rowsOf(consent[key] ?? [])
    return fields
      .filter(({ unique }) => unique)
      .flatMap((field) =>
        rows.flatMap((row, index) => {
          const value = row[field.key]
          const first = value === undefined ? index : rows.findIndex((other) => other[field.key] === value)
          return first < index ? [{ name: `${key}.${index}.${field.key}`, row: first + 1 }] : []
        }),
      )
  })
}
