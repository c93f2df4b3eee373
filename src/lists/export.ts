import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { showWork } from '../long-work/routes.ts'
import type { WorkRow } from '../long-work/work.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { addressOf, listOf, type List } from './address.ts'
import { inArms, whereOf } from './conditions.ts'
import { PLACES, type Place } from './listKinds.ts'
import { readRows } from './listQuery.ts'
import { chosenAnswers } from './answers.ts'
import {
  csv,
  excel,
  fileColumnsOf,
  MEDIA,
  recordOf,
  sheetColumns,
  type FileColumns,
  type FileFormat,
  type Party,
} from './exportColumns.ts'
import { fileName } from './fileName.ts'

/** Up to this many lines are exported in the request; more by the worker. */
const AT_ONCE = 1000
/** An Excel file is built in memory: beyond this only CSV is offered. */
export const MOST_IN_EXCEL = 20_000

const Format = z.enum(['csv', 'xlsx'])

/** /cases/export?…: choice of format, and for a short list the file itself. */
export async function exportList(place: Place, req: Request, res: Response): Promise<void> {
  const actor = partyOf(req)
  const { t } = res.locals
  const list: List = { ...listOf(place, actor.side, req.query), group: 'none' }
  const asked = Format.safeParse(req.query['format'])
  const which = fileColumnsOf(req.query['file'], list)
  const { count, rows, now, columns, name } = await asActor(actor, async (tx) => {
    const answers = which === 'seen' ? await chosenAnswers(tx, actor.side, list.answers) : []
    const where = whereOf(list, actor)
    return {
      count: await countAll(tx, list, actor),
      rows: asked.success ? await readRows(tx, actor.side, where, list.order, null, AT_ONCE + 1, answers) : [],
      columns: sheetColumns(list, which, answers, actor.side, t),
      name: await fileName(tx, list, tx.now, t),
      now: tx.now,
    }
  })
  if (asked.success && rows.length <= AT_ONCE) {
    const records = rows.map((row) => recordOf(row, columns, actor, now, t))
    const heads = columns.map(({ head }) => head)
    const file = asked.data === 'csv' ? csv(records, heads) : await excel(columns, records)
    res.set(fileHeaders(asked.data, name)).send(file)
    return
  }
  const address = addressOf(list)
  await render(res, 'lists/export', {
    title: t('Exportera'),
    back: addressOf(listOf(place, actor.side, req.query)),
    address: withColumns(address, which, list),
    count,
    atOnce: count <= AT_ONCE,
    excelToo: count <= MOST_IN_EXCEL,
    columns: which,
    heads: columns.map(({ head }) => head),
    otherHref: exportAt(withColumns(address, which === 'all' ? 'seen' : 'all', list)),
  })
}

/** The list's address with which columns its file has, where that is not the usual. */
function withColumns(address: string, which: FileColumns, list: List): string {
  return which === fileColumnsOf(undefined, list)
    ? address
    : `${address}${address.includes('?') ? '&' : '?'}file=${which}`
}

/** '/cases?q=…' → '/cases/export?q=…' */
function exportAt(address: string): string {
  return address.replace(/(\?|$)/, '/export$1')
}

/** Exact count, unlike the lists' bounded ones. */
async function countAll(tx: Tx, list: List, actor: Party): Promise<number> {
  const where = whereOf(list, actor)
  const all = inArms(where, (condition) => `select 1 from cases where ${condition}`)
  const { rows } = await tx
    .raw<{ rows: [{ n: number }] }>(`${where.with}select count(*)::int as n from (${all}) found`, where.bindings)
    .options(where.options)
  return rows[0].n
}

function fileHeaders(format: FileFormat, name: string): Record<string, string> {
  return {
    'Content-Type': MEDIA[format],
    'Content-Disposition': `attachment; filename="${name}.${format}"`,
    'Cache-Control': 'no-store',
  }
}

/** Exports by the worker. */
export const exports = routes('/exports', { for: 'party', right: 'read', proof: 'lists as files' })

const Asked = z.object({ address: z.string().max(2000), format: Format })
const ExportPath = z.object({
  id: longId(),
})

exports.post('/', {}, async (req, res) => {
  const actor = partyOf(req)
  const { address, format } = Asked.parse(req.body)
  const { list, which } = listAtAddress(address, actor)
  const asked = await asActor(actor, (tx) => ask(tx, list, which, format, actor))
  if (typeof asked === 'number') {
    res.redirect(303, `/exports/${asked}`)
    return
  }
  flash(res, 'error', asked)
  res.redirect(303, `${PLACES[list.place].path}/export`)
})

// Each reads a whole list in the worker, and its file lies in the database for a day.
const MOST_AT_ONCE = 2
const MOST_A_DAY = 30

/** The export's id, the one that is on its way for who asks twice; or why there is none. */
async function ask(tx: Tx, list: List, which: FileColumns, format: FileFormat, actor: Party): Promise<number | string> {
  const address = withColumns(addressOf(list), which, list)
  // One person's posts one after another: two at the same moment must not both find room.
  await tx.raw(`select pg_advisory_xact_lock(hashtext('export'), ?)`, [actor.userId])
  const latest = await tx<ExportRow>('exports')
    .where('created_at', '>', new Date(tx.now.getTime() - 86_400_000))
    .where({ kind: 'export' })
    .select('id', 'address', 'format', 'status')
  const going = latest.filter(({ status }) => status === 'waiting' || status === 'running')
  const same = going.find((each) => each.address === address && each.format === format)
  if (same) return same.id
  if (going.length >= MOST_AT_ONCE) return 'Vänta tills dina andra exporter är klara.'
  if (latest.length >= MOST_A_DAY) return 'Du har gjort så många exporter som går på ett dygn. Försök igen i morgon.'
  const total = await countAll(tx, list, actor)
  if (format === 'xlsx' && total > MOST_IN_EXCEL) return 'Listan är för lång för Excel. Välj CSV.'
  const row = { address, format, language: actor.locale, total }
  const [made] = await tx('exports').insert(row).returning('id')
  return made!.id
}

/** The list of a stored address, and which columns its file has. */
export function listAtAddress(address: string, { side }: Party): { list: List; which: FileColumns } {
  const { pathname, searchParams } = new URL(address, 'http://list')
  const place = (Object.keys(PLACES) as Place[]).find((each) => PLACES[each].path === pathname) ?? 'all'
  const query: Record<string, string[]> = {}
  for (const [name, value] of searchParams) (query[name] ??= []).push(value)
  const single = Object.entries(query).map(([name, values]) => [name, values.length === 1 ? values[0] : values])
  const list: List = { ...listOf(place, side, Object.fromEntries(single) as Record<string, unknown>), group: 'none' }
  return { list, which: fileColumnsOf(searchParams.get('file'), list) }
}

interface ExportRow {
  id: number
  kind: 'export'
  address: string
  format: FileFormat
  status: WorkRow['status']
  created_at: Date
}

exports.get('/:id', {}, async (req, res) => {
  const { id } = ExportPath.parse(req.params)
  await showWork(res, partyOf(req), id)
})

exports.get('/:id/file', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = ExportPath.parse(req.params)
  const job = await asActor(actor, (tx) =>
    tx<ExportRow>('exports').where({ id, kind: 'export', status: 'ready' }).first(),
  )
  if (!job) throw new NotFound()
  const { list } = listAtAddress(job.address, actor)
  const name = await asActor(actor, (tx) => fileName(tx, list, job.created_at, res.locals.t))
  res.set(fileHeaders(job.format, name))
  for (let seq = 0; ; seq += 1) {
    const piece = (await asActor(actor, (tx) => tx('export_chunks').where({ export_id: id, seq }).first('bytes'))) as
      { bytes: Buffer } | undefined
    if (!piece) break
    if (!res.write(piece.bytes)) await new Promise((resolve) => res.once('drain', resolve).once('close', resolve))
    if (res.destroyed) return
  }
  res.end()
})
