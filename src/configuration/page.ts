import type { Request, Response } from 'express'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'
import type { Form } from '../web/pages.ts'
import { change, editable, type Change, type Draft } from './draft.ts'
import type { Around } from './part.ts'

/** Where the draft stands. */
export interface DraftBar {
  state: 'none' | 'open' | 'waiting'
  publishOn: string | null
  changedAt: Date | null
  changedBy: string
}

/** The content that the page shows and changes, with what its bar says of the draft. */
export async function readContent(
  req: Request,
  res: Response,
): Promise<Around & { actor: OwnerActor; bar: DraftBar; around: Around }> {
  const actor = ownerSideOf(req)
  return asActor(actor, async (tx) => {
    const { content, draft } = await editable(tx, actor.ownerId)
    const around = { content, t: res.locals.t, today: localDate(tx.now) }
    return { ...around, around, actor, bar: barOf(draft) }
  })
}

export function barOf(draft: Draft | null): DraftBar {
  return {
    state: draft === null ? 'none' : draft.publish_on === null ? 'open' : 'waiting',
    publishOn: draft?.publish_on ?? null,
    changedAt: draft?.changed_at ?? null,
    changedBy: draft?.changed_by_name ?? '',
  }
}

interface Wanted extends Pick<Change, 'part' | 'work'> {
  to: string
  /** In the same transaction; errors by input keep it from being written. */
  before?: (tx: Tx, actor: OwnerActor) => Promise<Form['errors'] | null>
}

/**
 * Writes a posted change into the draft and goes on. Else why not: errors by input, or 'conflict' when somebody else
 * changed the same, and the page is to be shown again with what was typed.
 * @throws Conflict while the draft waits for its day
 */
export async function write(req: Request, res: Response, wanted: Wanted): Promise<null | 'conflict' | Form['errors']> {
  const actor = ownerSideOf(req)
  const { _stamp: stamp } = req.body as Form['values']
  const outcome = await asActor(actor, async (tx) => {
    const errors = (await wanted.before?.(tx, actor)) ?? null
    return errors ?? change(tx, actor, { ...wanted, stamp: typeof stamp === 'string' ? stamp : '' })
  })
  if (outcome === 'waiting') throw new Conflict('Utkastet väntar på sin dag. Ta tillbaka det för att ändra.')
  if (outcome === 'conflict' || typeof outcome === 'object') return outcome
  if (outcome === 'changed')
    flash(res, 'success', 'Sparat i utkastet. Inget ändras för installatörerna förrän det publiceras.')
  res.redirect(303, wanted.to)
  return null
}

/** The same for what has no page to show what was typed: refused plainly when the list has changed since. */
export async function press(req: Request, res: Response, wanted: Omit<Wanted, 'before'>): Promise<void> {
  if ((await write(req, res, wanted)) !== null)
    throw new Conflict('Listan har ändrats av någon annan. Ladda om sidan och försök igen.')
}
