import type { Actor, OperatorActor } from '../db/actor.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface Request {
      actor: Actor | null
      /** The operator behind the request, also while giving support as a tenant. */
      operator?: OperatorActor
      /** Which of the person's sessions this is, the page they begin at, and how many cases wait for them. */
      session?: { id: number; startPage: string; inbox: number }
    }
  }
}
