import { lineOf, LINES_PER_PAGE } from '../cases/caseLines.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import type { CaseGroup } from '../cases/views.ts'
import { addressOf, isNarrowed, type List } from './address.ts'
import { chosenAnswers, type AnswerColumn } from './answers.ts'
import { valueName } from './chips.ts'
import { whereOf } from './conditions.ts'
import type { FieldName } from './fields.ts'
import { GROUPS, readFrame, type Frame, type GroupHead } from './pageData.ts'
import { readGroups, readRows, type Row } from './listQuery.ts'
import { cursorOf, cursorText, sortLabel, type Order } from './sorts.ts'

/** Lines shown per group, and lines per page before further groups come collapsed. */
const FIRST = 20
const OPEN_LINES = 50

type Party = InstallerActor | OwnerActor

export interface Listed {
  answers: AnswerColumn[]
  frame: Frame
  groups: CaseGroup[]
  /** Number of cases in the list; 1001 means more than a thousand. */
  count: number
  nextPage: string | null
}

/** Two statements, whatever the list: the frame (counts, groups, views), then the lines; more only for columns of answers. */
export async function readList(tx: Tx, list: List, actor: Party, t: Translate): Promise<Listed> {
  const frame = await readFrame(tx, list, actor, whereOf(list, actor))
  const answers = await chosenAnswers(tx, actor.side, list.answers)
  if (list.group === 'none') {
    const group = await readPage(tx, list, actor, answers, t)
    return { frame, answers, groups: group.lines.length > 0 ? [group] : [], count: frame.count, nextPage: null }
  }
  const heads = frame.groups!
  return {
    frame,
    answers,
    groups: await readOpen(tx, list, list.group, heads, actor, answers, t),
    count: heads.reduce((sum, { count }) => sum + count, 0),
    nextPage: heads.length >= GROUPS ? addressOf(list, { after: heads.at(-1)!.key }) : null,
  }
}

/** The lines of an ungrouped list, from the cursor in its address. */
export async function readPage(
  tx: Tx,
  list: List,
  actor: Party,
  answers: AnswerColumn[],
  t: Translate,
): Promise<CaseGroup> {
  const rows = await readRows(
    tx,
    actor.side,
    whereOf(list, actor),
    list.order,
    cursorOf(list.after, list.order),
    LINES_PER_PAGE + 1,
    answers,
  )
  const shown = rows.slice(0, LINES_PER_PAGE)
  const next =
    rows.length > LINES_PER_PAGE ? addressOf(list, { after: cursorOfRow(shown.at(-1)!, list.order) }) : undefined
  return {
    title: titleOf(list, t),
    count: null,
    lines: shown.map((row) => lineOf(row, actor, tx.now, t)),
    ...(next && { more: { href: next, part: next, label: t('Visa fler') } }),
  }
}

function titleOf({ order, ...list }: List, t: Translate): string {
  if (order.by === 'changed') return isNarrowed({ ...list, order }) ? t('Träffar') : t('Senast ändrade')
  return t('Ordnade efter {column}', { column: t(sortLabel(order.by)).toLowerCase() })
}

/** Groups with their first lines until the page is full; the rest come collapsed and are loaded when opened. */
async function readOpen(
  tx: Tx,
  list: List,
  field: FieldName,
  heads: GroupHead[],
  actor: Party,
  answers: AnswerColumn[],
  t: Translate,
): Promise<CaseGroup[]> {
  const open = new Set<string>()
  let lines = 0
  for (const { key, count } of heads) {
    if (lines >= OPEN_LINES) break
    open.add(key)
    lines += Math.min(count, FIRST)
  }
  const keys = [...open]
  const rows = await readGroups(tx, actor.side, whereOf(list, actor), list.order, field, keys, FIRST, answers)
  return heads.map(({ key, name, count }) => {
    const whole: List = { ...list, group: 'none', filters: { ...list.filters, [field]: [key] }, after: '' }
    const title = valueName(field, key, name, t)
    if (!open.has(key)) return { title, count, lines: [], folded: { href: addressOf(whole) } }
    const own = rows.filter((row) => row.grp === keys.indexOf(key))
    const last = count > own.length ? own.at(-1) : undefined
    return {
      title,
      count,
      lines: own.map((row) => lineOf(row, actor, tx.now, t)),
      ...(last && {
        more: {
          href: addressOf(whole),
          part: addressOf(whole, { after: cursorOfRow(last, list.order) }),
          label: t('Visa fler i {group}', { group: title }),
        },
      }),
    }
  })
}

function cursorOfRow({ cursor, id }: Row, order: Order): string {
  return cursorText({ value: cursor, id }, order)
}
