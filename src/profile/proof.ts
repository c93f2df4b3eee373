import { z } from 'zod'
import { showProof } from '../sign-in/accounts/heldForm.ts'
import { ownPath } from '../sign-in/accounts/ownPath.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { waysOf } from '../sign-in/accounts/waysToProve.ts'
import { askWho } from '../sign-in/passkeys/answer.ts'
import { actorOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'

/**
 * Showing that it is oneself, before there is a form that waits for it: /profile/proof. And what the page that asks needs
 * for a passkey, and for the provider (sign-in/accounts/recentProof.ts).
 */
export const proof = routes('/profile/proof', { for: 'self' })

const Next = z.object({ next: z.string().max(2000).catch('/profile') })

proof.get('/', {}, async (req, res) => {
  const { next } = Next.parse({ next: req.query['next'] ?? '/profile' })
  const ways = await waysOf(actorOf(req).userId)
  const back = ownPath(next)
  await showProof(req, res, { ways, message: '', action: '/profile/proof', fields: { next: back }, back: '/profile' })
})

proof.post('/', { proof: asksProof() }, (req, res) => res.redirect(303, ownPath(Next.parse(req.body).next)))

// The question alone opens nothing; its answer does, and is counted where it is given.
proof.post('/passkey/options', { proof: 'the question of the proof' }, async (req, res) => {
  res.type('json').send(await askWho(res, actorOf(req).userId))
})
