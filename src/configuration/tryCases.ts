import { z } from 'zod'
import type { Doing } from '../long-work/run.ts'
import { CannotBeDone } from '../long-work/work.ts'
import { translators } from '../language/i18n.ts'
import { editable } from './draft.ts'
import { BASE } from './part.ts'
import { tryChosen, type Tried } from './trialCases.ts'
import { countChosen, TrialChoice } from './trialChoice.ts'
import { contentInForce } from './versions.ts'

const Input = z.object({ choice: z.record(z.string(), z.string()) })

/** What is kept with the work for the page of its result, for a day. */
export interface KeptTrial {
  choice: Record<string, string>
  /** Of the draft that was tried: when it is another, the result is of yesterday. */
  changedAt: string | null
  tried: Tried
}

/** Many cases on the draft as it stands when their turn comes. */
export const tryCases: Doing = async (tx, { id, actor, input, progress }) => {
  if (actor.side !== 'owner' || !actor.isAdmin) throw new CannotBeDone('Du har inte behörighet')
  const { choice: written } = Input.parse(input)
  const choice = TrialChoice.parse(written)
  const { content: draft, draft: row } = await editable(tx, actor.ownerId)
  const live = await contentInForce(tx, actor.ownerId)
  const total = await countChosen(tx, actor, choice)
  const asked = { choice, draft, live, t: translators[actor.locale] }
  const tried = await tryChosen(tx, actor, asked, (done) => progress(done, total))
  const kept: KeptTrial = { choice: written, changedAt: row?.changed_at.toISOString() ?? null, tried }
  return { to: `${BASE}/samples/${id}`, said: 'Provet är klart.', kept }
}
