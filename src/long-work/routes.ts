import { createReadStream } from 'node:fs'
import type { Response } from 'express'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { GOING, type Asker, type WorkKind, type WorkRow } from './work.ts'

/** How one's own long work goes: /work/:id. It can be left and come back to, for a day. */
export const longWork = routes('/work', { for: 'party', right: 'read', proof: 'one’s own long work' })

const WorkPath = z.object({ id: longId() })

longWork.get('/:id', {}, async (req, res) => {
  const { id } = WorkPath.parse(req.params)
  await showWork(res, partyOf(req), id)
})

longWork.post('/:id/cancel', {}, async (req, res) => {
  const { id } = WorkPath.parse(req.params)
  const cancelled = await asActor(partyOf(req), async (tx) => {
    const [row] = await tx<Pick<WorkRow, 'id' | 'status' | 'address'> & { input: unknown }>('exports')
      .where({ id })
      .whereIn('status', [...GOING])
      .update({ status: 'cancelled', input: '{}' })
      .returning('address')
    if (row) await tx('export_chunks').where({ export_id: id }).delete()
    return row ?? (await tx<WorkRow>('exports').where({ id }).first('address'))
  })
  if (!cancelled) throw new NotFound()
  flash(res, 'info', 'Det är avbrutet.')
  res.redirect(303, cancelled.address)
})

const TITLES: Record<WorkKind, string> = {
  export: 'Exportera',
  facilities: 'Läs in ett register',
  people: 'Användare från en fil',
}

/** The page of a piece of work, whichever kind; what is ready leads on to what came of it. */
export async function showWork(res: Response, actor: Asker, id: number): Promise<void> {
  const found = await asActor(actor, async (tx) => {
    const work = await tx<WorkRow>('exports').where({ id }).first()
    if (!work) throw new NotFound()
    const { rows } = await tx.raw<{ rows: [{ ahead: number }] }>('select * from app.work_ahead(?)', [id])
    return { work, ahead: rows[0].ahead }
  })
  const { work, ahead } = found
  const { t } = res.locals
  if (work.status === 'ready' && work.result?.to !== undefined) {
    flash(res, 'success', work.result.said, work.result.params)
    res.redirect(303, work.result.to)
    return
  }
  const going = work.status === 'waiting' || work.status === 'running'
  // Asks again, with or without script, until it is done.
  if (going) res.set('Refresh', '2')
  const said = work.result ? t(work.result.said, work.result.params) : null
  await render(res, 'long-work/progress', { title: t(TITLES[work.kind]), work, going, ahead, said })
}

/** Keeps a file that came with the work for the worker, in pieces. */
export async function keepPieces(tx: Tx, id: number, path: string): Promise<void> {
  let seq = 0
  for await (const bytes of createReadStream(path, { highWaterMark: 1_000_000 })) {
    await tx('export_chunks').insert({ export_id: id, seq, bytes: bytes as Buffer })
    seq += 1
  }
}
