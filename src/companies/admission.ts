import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'

/** How companies come in: not yet, tried by hand, at once when known at another owner, or at once whoever they are. */
export type Admission = 'closed' | 'manual' | 'known' | 'open'

const Choice = z.object({ admission: z.enum(['closed', 'manual', 'known', 'open']) })

export async function admissionOf(tx: Tx, actor: OwnerActor): Promise<Admission> {
  const row = (await tx('owners').where({ id: actor.ownerId }).first('admission')) as { admission: Admission }
  return row.admission
}

export async function changeAdmission(req: Request, res: Response): Promise<void> {
  const actor = ownerSideOf(req)
  const choice = Choice.safeParse(req.body)
  if (!choice.success) flash(res, 'error', 'Välj hur företag släpps in.')
  else {
    const { admission } = choice.data
    await asActor(actor, (tx) => tx('owners').where({ id: actor.ownerId }).update({ admission }))
    flash(res, 'success', SAVED[admission])
  }
  res.redirect(303, '/owner/companies')
}

const SAVED: Record<Admission, string> = {
  closed: 'Ni tar inte emot nya företag.',
  manual: 'Ni är öppna för företag. Ansökningarna prövar ni själva.',
  known: 'Ni är öppna för företag. De som andra nätägare har godkänt släpps in direkt.',
  open: 'Ni är öppna för företag. Alla släpps in direkt.',
}
