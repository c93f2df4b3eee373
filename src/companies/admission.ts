import type { Request, Response } from 'express'
import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { typedFrom } from '../sheets/read.ts'
import { Unreadable } from '../text/encoding.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'
import { entriesIn, whyNone } from './register.ts'

const ADMISSIONS = ['closed', 'manual', 'known', 'registered', 'open'] as const
/** How companies come in: not yet, tried by hand, at once when known at another owner or in the register, or all at once. */
export type Admission = (typeof ADMISSIONS)[number]

const Choice = z.object({ admission: z.enum(ADMISSIONS) })

/** What the network owner's administrator has decided about companies. */
export interface Doors {
  admission: Admission
  certificate_required: boolean
  finish_when_stopped: boolean
  /** How old the check at Elsäkerhetsverket may be; null: no limit. */
  register_check_months: number | null
  /** Companies in the register that was read in, and when. */
  registered: number
  /** Of them with an address that can be asked. */
  reachable: number
  read_on: string | null
}

export async function admissionOf(tx: Tx, actor: OwnerActor): Promise<Admission> {
  const row = (await tx('owners').where({ id: actor.ownerId }).first('admission'))!
  return row.admission
}

export async function readDoors(tx: Tx, actor: OwnerActor): Promise<Doors> {
  const owner = await tx('owners')
    .where({ id: actor.ownerId })
    .first('admission', 'certificate_required', 'finish_when_stopped', 'register_check_months')
  const register = (await tx('register_entries')
    .where({ owner_id: actor.ownerId })
    .first(
      tx.raw(
        'count(*)::int as registered, max(read_on)::text as read_on, count(*) filter (where cardinality(emails) > 0)::int as reachable',
      ),
    )) as Doors
  return { ...owner!, ...register }
}

async function write(req: Request, res: Response, columns: object, said: string): Promise<void> {
  const actor = ownerSideOf(req)
  await asActor(actor, (tx) => tx('owners').where({ id: actor.ownerId }).update(columns))
  flash(res, 'success', said)
  res.redirect(303, '/owner/companies')
}

export async function changeAdmission(req: Request, res: Response): Promise<void> {
  const choice = Choice.safeParse(req.body)
  if (choice.success) return write(req, res, choice.data, SAVED[choice.data.admission])
  flash(res, 'error', 'Välj hur företag godkänns.')
  res.redirect(303, '/owner/companies')
}

const SAVED: Record<Admission, string> = {
  closed: 'Ni tar inte emot nya företag.',
  manual: 'Ni är öppna för företag. Ni prövar ansökningarna själva.',
  known: 'Ni är öppna för företag. Företag som andra nätbolag har godkänt godkänns direkt.',
  registered: 'Ni är öppna för företag. Företag i registret godkänns när deras adress där har svarat.',
  open: 'Ni är öppna för företag. Alla godkänns direkt.',
}

const tick = z
  .literal('ja')
  .optional()
  .transform((value) => value === 'ja')
  .catch(false)
const Demands = z.object({ certificate_required: tick, finish_when_stopped: tick })

export async function changeDemands(req: Request, res: Response): Promise<void> {
  await write(req, res, Demands.parse(req.body), 'Kraven på företagen är sparade.')
}

const CheckLimit = z.object({
  register_check_months: z
    .union([z.literal('').transform(() => null), z.coerce.number('Välj ett av alternativen.').int().min(1).max(60)])
    .catch(null),
})

export async function changeCheckLimit(req: Request, res: Response): Promise<void> {
  const body = req.body as { months?: string }
  await write(req, res, CheckLimit.parse({ register_check_months: body.months }), 'Gränsen är sparad.')
}

export const REGISTER_LIMITS = { maxFiles: 1, maxSize: 5_000_000 }

/** A file out of Elsäkerhetsverket's register takes the place of the last one. Only the numbers and addresses in it are kept. */
export async function replaceRegister(req: Request, res: Response): Promise<void> {
  const actor = ownerSideOf(req)
  const file = req.received?.find(({ size }) => size > 0)
  const read = file && file.problem === undefined ? await typedFrom(file.path) : ''
  const entries = read instanceof Unreadable ? [] : entriesIn(read)
  if (read instanceof Unreadable) flash(res, 'error', read.message)
  else if (entries.length === 0) flash(res, 'error', file?.problem ?? whyNone(read))
  else {
    await asActor(actor, async (tx) => {
      const read = { owner_id: actor.ownerId, read_on: localDate(tx.now), read_by_name: actor.name }
      await tx('register_entries').where({ owner_id: actor.ownerId }).delete()
      await tx.batchInsert(
        'register_entries',
        entries.map((entry) => ({ ...read, ...entry })),
        1000,
      )
    })
    flash(res, 'success', 'Registret är inläst: {n} företag.', { n: entries.length })
  }
  res.redirect(303, '/owner/companies')
}
