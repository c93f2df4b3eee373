import { localDate } from '../../domain/calendar/workdays.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import type { StandardText } from '../../db/columnTypes.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { FlatBody } from '../../web/forms.ts'
import { getCase } from '../workflow/queries.ts'

/** A standard text with the case's own facts in it, as the handläggare gets it. */
export type ReadyText = Pick<StandardText, 'code' | 'title' | 'text' | 'use'>

/** What the braces of a standard text may name; the names are what an administrator writes. */
export function mergeFields(
  kase: Pick<CaseRow, 'ref' | 'address' | 'responsible_name' | 'company_name'>,
  actor: Pick<Actor, 'name' | 'tenantName'>,
  now: Date,
): Record<string, string | null> {
  return {
    nummer: kase.ref,
    adress: kase.address,
    installatör: kase.responsible_name ?? kase.company_name,
    handläggare: actor.name,
    nätägare: actor.tenantName,
    datum: localDate(now),
  }
}

/** What is not known is left as it was written, for the page to mark (views/cases/_texts.ejs). */
export function merge(text: string, fields: Record<string, string | null>): string {
  return text.replace(/\{(\p{L}+)\}/gu, (whole, name: string) => {
    const known = name.toLowerCase()
    return (Object.hasOwn(fields, known) ? fields[known] : null) ?? whole
  })
}

/** SQL: the texts and rules that hold today. */
export const SETTINGS = `select standard_texts, rules from configurations
  where owner_id = :owner and published_at <= app.now() order by id desc limit 1`

export function readyTexts(texts: StandardText[], kase: CaseRow, actor: Actor, now: Date): ReadyText[] {
  const fields = mergeFields(kase, actor, now)
  return texts.map(({ code, title, text, use }) => ({ code, title, text: merge(text, fields), use }))
}

export async function listTexts(tx: Tx, actor: Actor, kase: CaseRow): Promise<ReadyText[]> {
  if (actor.side !== 'owner') return []
  const { rows } = await tx.raw<{ rows: { standard_texts: StandardText[] }[] }>(SETTINGS, { owner: kase.owner_id })
  return readyTexts(rows[0]?.standard_texts ?? [], kase, actor, tx.now)
}

const CHOICE = /^_text\.(\w+)$/

/**
 * Without script a text is chosen in the form and posted along: it is added after what was typed in its field. With
 * script it was put where the caret stood, and nothing is chosen when the form is posted.
 */
export async function withChosenTexts(tx: Tx, actor: Actor, ref: string, body: FlatBody): Promise<FlatBody> {
  const chosen = Object.entries(body).filter(([name, code]) => CHOICE.test(name) && code !== '')
  if (chosen.length === 0 || actor.side !== 'owner') return body
  const texts = await listTexts(tx, actor, await getCase(tx, ref))
  const filled: FlatBody = { ...body }
  for (const [name, code] of chosen) {
    const field = CHOICE.exec(name)![1]!
    const text = texts.find((each) => each.code === code)?.text
    filled[field] = [[body[field] ?? ''].flat()[0]!.trim(), text ?? ''].filter((part) => part !== '').join('\n\n')
    filled[name] = ''
  }
  return filled
}

/** The button beside the choice: the form comes back with the text in it, and nothing is decided. */
export function onlyInserts(body: FlatBody): boolean {
  return body['_insert'] !== undefined
}
