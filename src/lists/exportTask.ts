import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { personOf } from '../sign-in/accounts/sessions.ts'
import { asActor, asSystem } from '../db/actor.ts'
import { translators, type Language } from '../language/i18n.ts'
import { AGAIN, begin } from '../long-work/run.ts'
import { log } from '../log.ts'
import { whereOf } from './conditions.ts'
import { listAtAddress } from './export.ts'
import { readRows } from './listQuery.ts'
import { chosenAnswers } from './answers.ts'
import { csv, excel, recordOf, sheetColumns, type FileCell, type FileFormat, type Party } from './exportColumns.ts'
import type { Cursor } from './sorts.ts'

const Job = z.object({ id: z.number().int().positive(), userId: z.number().int().positive() })
const LINES = 500
const LONG = { kind: 'long' } as const

interface Export {
  address: string
  format: FileFormat
  language: Language
  status: string
}

/**
 * Background export, run with the rights the requester has now: a closed account gets nothing. Reads page by page in
 * separate transactions, so that none is long; a retry starts over.
 */
async function makeExport(id: number, userId: number, isLast: boolean): Promise<'later' | 'done'> {
  const actor = await personOf(userId)
  if (!actor || actor.side === 'operator') return 'done'
  const begun = await begin(id, actor)
  if (begun === 'later') return 'later'
  if (begun === null) return 'done'
  const job = await asActor(
    actor,
    async (tx) => {
      await tx('export_chunks').where({ export_id: id }).delete()
      return (await tx('exports').where({ id }).first()) as unknown as Export
    },
    { kind: 'long' },
  )
  try {
    await write(id, job, actor)
  } catch (error) {
    if (isLast)
      await asActor(actor, (tx) => tx('exports').where({ id, status: 'running' }).update({ status: 'failed' }), {
        kind: 'long',
      })
    throw error
  }
  return 'done'
}

async function write(id: number, { address, format, language }: Export, actor: Party): Promise<void> {
  const t = translators[language]
  const { list, which } = listAtAddress(address, actor)
  const where = whereOf(list, actor)
  const answers =
    which === 'seen' ? await asActor(actor, (tx) => chosenAnswers(tx, actor.side, list.answers), LONG) : []
  const columns = sheetColumns(list, which, answers, actor.side, t)
  const heads = columns.map(({ head }) => head)
  const all: FileCell[][] = []
  let after: Cursor | null = null
  for (let seq = 0, done = 0; ; seq += 1) {
    const from: Cursor | null = after
    const page = await asActor(
      actor,
      async (tx) => {
        const rows = await readRows(tx, actor.side, where, list.order, from, LINES, answers)
        const records = rows.map((row) => recordOf(row, columns, actor, tx.now, t))
        if (format === 'csv') {
          const bytes = csv(records, seq === 0 ? heads : null)
          await tx('export_chunks').insert({ export_id: id, seq, bytes })
        }
        const going = await tx('exports')
          .where({ id, status: 'running' })
          .update({ done: done + rows.length, heard_at: tx.raw('clock_timestamp()') })
        return { rows, records, going }
      },
      { kind: 'long' },
    )
    // Cancelled: its pieces go with the next sweep.
    if (page.going === 0) return
    if (format === 'xlsx') all.push(...page.records)
    done += page.rows.length
    const last = page.rows.at(-1)
    if (page.rows.length < LINES || !last) break
    after = { value: last.cursor, id: last.id }
  }
  const bytes = format === 'xlsx' ? await excel(columns, all) : null
  await asActor(
    actor,
    async (tx) => {
      if (bytes) await tx('export_chunks').insert({ export_id: id, seq: 0, bytes })
      await tx('exports').where({ id, status: 'running' }).update({ status: 'ready' })
    },
    { kind: 'long' },
  )
}

export const exportTasks: TaskList = {
  export: async (payload, { job, addJob }) => {
    const { id, userId } = Job.parse(payload)
    if ((await makeExport(id, userId, job.attempts >= job.max_attempts)) === 'done') return
    await addJob('export', payload, { runAt: new Date(Date.now() + AGAIN), maxAttempts: 3 })
  },
  /** Files are deleted after a day. */
  'sweep-exports': async () => {
    const gone = await asSystem('worker', (tx) =>
      tx('exports').where('created_at', '<', tx.raw(`app.now() - interval '1 day'`)).delete(),
    )
    if (gone > 0) log.info({ gone }, 'old exports thrown away')
    // What a worker died with for the third time is in nobody's hands any more, and its page says so.
    await asSystem('worker', (tx) =>
      tx('exports')
        .where({ status: 'running' })
        .whereRaw(`heard_at < clock_timestamp() - interval '1 hour'`)
        .update({ status: 'failed' }),
    )
  },
}
