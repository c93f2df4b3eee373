import { z } from 'zod'
import type { Tx } from '../db/actor.ts'
import { id } from '../web/ids.ts'
import { BACK, monthsUntil, rangeOf } from './range.ts'
import type { Wanted } from './wanted.ts'

const one = id().nullable().catch(null)
const Query = z.object({
  months: z.enum(['3', '6', '12']).catch('6').transform(Number),
  until: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .nullable()
    .catch(null),
  type: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .catch(null),
  job: z
    .string()
    .regex(/^[A-Z]{2}\d{2}$/)
    .nullable()
    .catch(null),
  area: one,
  company: one,
})

export interface Choice extends Omit<Wanted, 'range'> {
  months: number
  /** The last month; null: the current one. */
  until: string | null
}

/** Parses the query string; invalid values are ignored. */
export function choiceOf(query: unknown): Choice {
  return Query.parse(query)
}

export function wantedOf({ months, until, ...chosen }: Choice, now: Date): Wanted {
  return { range: rangeOf(now, months, until), ...chosen }
}

/** The page's address with some choices changed; defaults are left out. */
export function addressFor(choice: Choice, changes: Partial<Choice> = {}, path = '/owner/statistics'): string {
  const { months, until, type, job, area, company } = { ...choice, ...changes }
  const said = Object.entries({ months: months === 6 ? null : months, until, type, job, area, company })
  const query = new URLSearchParams(
    said.flatMap(([name, value]): [string, string][] => (value ? [[name, String(value)]] : [])),
  )
  return path + (query.size > 0 ? `?${query.toString()}` : '')
}

export interface Named {
  code: string
  name: string
}

export interface Options {
  types: Named[]
  jobs: (Named & { type: string })[]
  areas: { id: number; name: string }[]
  /** The company selected in a table; there are too many for a select. */
  company: string | null
  /** Selectable last months, the current one first. */
  untils: string[]
  /** Names of the selected type, job type and company as the cases have them: an owner may have renamed them. */
  names: { type: string[]; job: string[]; company: string[] }
}

export async function readChoices(tx: Tx, { type, job, company }: Choice): Promise<Options> {
  const newest = 'configuration_id = (select max(configuration_id) from job_types)'
  const jobs = await tx('job_types').whereRaw(newest).orderBy('position').select('code', 'name', 'type_code as type')
  const types = await tx('job_types')
    .whereRaw(newest)
    .groupBy('type_code', 'type_name')
    .orderByRaw('min(position)')
    .select('type_code as code', 'type_name as name')
  const areas = await tx('areas as a').orderBy('code').select('id', tx.raw(`code || ' ' || name as name`))
  const firms =
    company === null ? [] : await tx('cases').where({ company_id: company }).distinct('company_name as name')
  const known = (column: string, code: string, names: string) =>
    tx('job_types')
      .where({ [column]: code })
      .distinct(names)
      .pluck(names) as Promise<string[]>
  return {
    types: types as Named[],
    jobs: jobs as Options['jobs'],
    areas: areas as Options['areas'],
    company: (firms as { name: string }[])[0]?.name ?? null,
    untils: monthsUntil(tx.now, rangeOf(tx.now, BACK + 1).months[0]!).toReversed(),
    names: {
      type: type === null ? [] : await known('type_code', type, 'type_name'),
      job: job === null ? [] : await known('code', job, 'name'),
      company: (firms as { name: string }[]).map(({ name }) => name),
    },
  }
}

/** Link to the list of cases behind one of today's numbers, with the page's filters. */
export function listFor(choice: Choice, { names }: Options, more: Record<string, string[]>): string {
  const filters = { ...names, area: choice.area === null ? [] : [String(choice.area)], ...more }
  const pairs = Object.entries(filters).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  )
  return `/cases?${new URLSearchParams([...pairs, ['group', 'none']]).toString()}`
}
