import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { explainFailure } from '../mail/failures.ts'
import { flash } from '../web/flash.ts'
import { operatorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { writeEvent } from './events.ts'

/** Mails that nobody has got: /operator/mails. To which server and why, not what they say. */
export const mails = routes('/operator/mails', {
  for: 'operator',
  proof: 'sends again what was promised, to the address it was promised to',
})

interface FailedMail {
  id: number
  template: string
  to_address: string
  attempts: number
  last_error: string | null
  created_at: Date
  tenant: string | null
}

const PAGE = 50

const FAILED = `m.status = 'failed' and m.digest_id is null`
// What opens an account for a while (invitation, temporary password, confirmation) is of no use when that time is over.
const STALE = `(m.template = 'M12' and m.created_at < app.now() - interval '7 days'
  or m.template = 'M13' and m.created_at < app.now() - interval '45 minutes'
  or m.template = 'M15' and m.created_at < app.now() - interval '1 day')`

mails.get('/', {}, async (req, res) => {
  const { before } = z.object({ before: longId().nullable().catch(null) }).parse(req.query)
  const rows = await asActor(operatorOf(req), (tx) => listFailed(tx, before))
  const list = rows.slice(0, PAGE)
  const { t } = res.locals
  await render(res, 'operator/mails', {
    title: t('Mejl som inte kom fram'),
    key: newKey(),
    list: list.map((mail) => ({
      ...mail,
      to_address: maskAddress(mail.to_address),
      last_error: mail.last_error && explainFailure(t, mail.last_error),
    })),
    older: rows.length > PAGE ? list.at(-1)!.id : null,
  })
})

function listFailed(tx: Tx, before: number | null): Promise<(FailedMail & { stale: boolean })[]> {
  return tx('mail_messages as m')
    .leftJoin('companies as c', 'c.id', 'm.company_id')
    .leftJoin('owners as o', 'o.id', 'm.owner_id')
    .whereRaw(FAILED)
    .modify((query) => before !== null && void query.where('m.id', '<', before))
    .orderBy('m.id', 'desc')
    .limit(PAGE + 1)
    .select(
      'm.id',
      'm.template',
      'm.to_address',
      'm.attempts',
      'm.last_error',
      'm.created_at',
      tx.raw('coalesce(c.name, o.name) as tenant'),
      tx.raw(`${STALE} as stale`),
    )
}

/** 'karin@bergstroms.example' → 'k…@bergstroms.example': which server it is about, not whom. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '…' : `${String.fromCodePoint(address.codePointAt(0)!)}…${address.slice(at)}`
}

mails.post('/resend', {}, async (req, res) => resend(req, res, null))
mails.post('/:id/resend', {}, async (req, res) => {
  const { id } = z.object({ id: longId() }).parse(req.params)
  await resend(req, res, id)
})

/** One, or all that still make sense. Of two who press at once the second finds nothing left. */
async function resend(req: Request, res: Response, id: number | null): Promise<void> {
  const operator = operatorOf(req)
  let n = 0
  await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      n = await promiseAnew(tx, id)
      if (n > 0) await writeEvent(tx, operator, 'mail-resent', { subject: String(n) })
      return '/operator/mails'
    }),
  )
  if (n > 0) flash(res, 'success', '{n} mejl är i kö igen.|{n} mejl är i kö igen.', { n })
  else flash(res, 'info', 'Det fanns inget att skicka om.')
  res.redirect(303, '/operator/mails')
}

const MOST_RESENT = 1000

async function promiseAnew(tx: Tx, id: number | null): Promise<number> {
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `update mail_messages set status = 'queued', send_after = null where id in (
       select m.id from mail_messages m where ${FAILED} and not ${STALE} and m.id = coalesce(?, m.id) order by m.id limit ?)
     returning id`,
    [id, MOST_RESENT],
  )
  const ids = rows.map((row) => row.id)
  await tx.raw(`update mail_messages set status = 'digested' where status = 'failed' and digest_id = any (?)`, [ids])
  await tx.raw('select app.enqueue_mail(id) from unnest(?::bigint[]) id', [ids])
  return ids.length
}
