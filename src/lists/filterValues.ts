import type { ColumnField } from './fields.ts'

/** Maximum number of values per filter; with more, one groups the list instead. */
const OPTIONS = 200

/** SQL for the distinct values of a column and their names as JSON, by a loose index scan. */
export function distinctValues({ column, name, none }: ColumnField, where: string): string {
  const step = (beyond: string) =>
    `(select ${column} from cases where ${where} and ${beyond} order by ${column} limit 1)`
  return `(with recursive leap(v) as (
      select ${step(`${column} is not null`)} union all select ${step(`${column} > leap.v`)} from leap where leap.v is not null)
    select coalesce(json_agg(o order by o.name), '[]') from (
      select v::text as value, (select ${name} from cases c where ${where} and ${column} = v limit 1) as name
      from (select v from leap where v is not null limit ${OPTIONS}) found
      ${none === undefined ? '' : `union all select null, '' where exists (select from cases where ${where} and ${column} is null)`}) o)`
}
