import { pooled, type Side, type Tx } from '../db/actor.ts'
import type { Answer, Field } from '../domain/forms/definition.ts'
import { showAnswer } from '../domain/forms/present.ts'
import type { Translate } from '../language/i18n.ts'

// Columns of what the forms ask, the owner's own fields too: '?cols=n.sakr_ny', '?cols=y.y_rader.y_matarst'.

const FORMS = { n: 'notice', x: 'consent', y: 'completion' } as const
type Form = keyof typeof FORMS
export const FORM_TITLES: Record<Form, string> = { n: 'Anmälan', x: 'Installationsmedgivande', y: 'Färdiganmälan' }

const ID = /^[nxy](\.[A-Za-z]\w{0,59}){1,2}$/
/** As many as a table, or a sheet, is read with. */
const MOST = 40

export function answerIds(cols: string[]): string[] {
  return [...new Set(cols.filter((id) => ID.test(id)))].slice(0, MOST)
}

export interface AnswerColumn {
  id: string
  form: Form
  section: string
  /** The section's letter: they are told in that order. */
  letter: string
  /** The field, or the column of a group's rows. */
  field: Field
  /** The group, where it is one of its rows' columns. */
  group: Field | null
}

interface Found {
  form: Form
  section: string
  letter: string
  field: Field
}

// By configurations and side: what is published never changes. Of each database its own.
const kept = new WeakMap<ReturnType<typeof pooled>, Map<string, Map<string, AnswerColumn>>>()

/** All that can be a column: what the newest forms of the owner, or of the owners that the company works with, ask. */
export async function answerColumns(tx: Tx, side: Side): Promise<Map<string, AnswerColumn>> {
  const { rows: newest } = await tx.raw<{ rows: { id: number }[] }>(
    `select max(j.configuration_id) as id from job_types j
     ${side === 'owner' ? '' : `where j.owner_id in (select owner_id from connections where status = 'approved' order by owner_id limit 20)`}
     group by j.owner_id order by 1`,
  )
  const ids = newest.map(({ id }) => id)
  const key = `${side} ${ids.join()}`
  const here = kept.get(pooled()) ?? new Map<string, Map<string, AnswerColumn>>()
  kept.set(pooled(), here)
  const known = here.get(key)
  if (known) return known
  const { rows } = await tx.raw<{ rows: Found[] }>(
    `select distinct on (p.form, f.field->>'key') p.form, s.section->>'title' as section, s.section->>'key' as letter, f.field
     from job_types j
     cross join lateral (values ('n', j.definition->'notice'), ('x', j.definition->'consent'), ('y', j.definition->'completion')) p(form, body)
     cross join lateral jsonb_array_elements(p.body->'sections') with ordinality s(section, place)
     cross join lateral jsonb_array_elements(s.section->'fields') f(field)
     where j.configuration_id = any(?)
     order by p.form, f.field->>'key', j.configuration_id desc, j.position`,
    [ids] as never,
  )
  const columns = new Map(
    rows
      .filter(({ field }) => side === 'owner' || !field.ownerOnly)
      .flatMap((found) => columnsOf(found))
      .filter(({ id }) => ID.test(id))
      .map((column) => [column.id, column]),
  )
  if (here.size >= 50) here.clear()
  here.set(key, columns)
  return columns
}

function columnsOf({ form, section, letter, field }: Found): AnswerColumn[] {
  if (field.type !== 'group') return [{ id: `${form}.${field.key}`, form, section, letter, field, group: null }]
  return (field.fields ?? []).map((part) => ({
    id: `${form}.${field.key}.${part.key}`,
    form,
    section,
    letter,
    field: part,
    group: field,
  }))
}

/** The columns with these ids, those that there are. */
export async function chosenAnswers(tx: Tx, side: Side, ids: readonly string[]): Promise<AnswerColumn[]> {
  if (ids.length === 0) return []
  const all = await answerColumns(tx, side)
  return ids.flatMap((id) => all.get(id) ?? [])
}

/** SQL over a case `c`: the answers of these columns by id, as one JSON object. Ids and keys are names by ID. */
export function answersSql(columns: readonly AnswerColumn[]): string {
  if (columns.length === 0) return 'null::json'
  const pairs = columns.map(({ id, form, field, group }) => {
    const own = group?.ownerOnly ?? field.ownerOnly
    const body = own ? '(select i.consent from case_internals i where i.case_id = c.id)' : `c.${FORMS[form]}`
    return `'${id}', ${group ? `jsonb_path_query_array(${body}, '$."${group.key}"[*]."${field.key}"')` : `${body}->'${field.key}'`}`
  })
  return `json_build_object(${pairs.join(', ')})`
}

export function answerLabel({ field, group }: AnswerColumn, t: Translate): string {
  return group ? `${t(group.label)}: ${t(field.label)}` : t(field.label)
}

/** The same with its unit, where a file holds the number alone. */
export function answerHead(column: AnswerColumn, t: Translate): string {
  const unit = column.field.type === 'fuse' ? 'A' : column.field.unit
  return unit ? `${answerLabel(column, t)} (${unit})` : answerLabel(column, t)
}

/** As the pages say it; personal numbers are masked. Of rows one after another. */
export function answerText({ field, group }: AnswerColumn, answer: Answer | null | undefined, t: Translate): string {
  const said = (one: Answer | undefined) =>
    field.type === 'meterNumber' && typeof one === 'string' ? one : showAnswer(field, one, { t, full: false })
  if (answer === null || answer === undefined) return ''
  return group ? (answer as unknown as Answer[]).map(said).join('; ') : said(answer)
}

/** What a single answer is, where it is no text: a number and a day stay what they are. */
export function answerValue({ field, group }: AnswerColumn, answer: Answer | null | undefined): number | string | null {
  if (group !== null) return null
  if (typeof answer === 'number' && (field.type === 'number' || field.type === 'fuse')) return answer
  return field.type === 'date' && typeof answer === 'string' ? answer : null
}
