import { Router } from 'express'

/** A network owner's own entrance, as the sign-in page shows it. */
export interface Entry {
  /** As in its address: /n/nel. */
  code: string
  name: string
  text: string | null
  /** Words of the button for sign-in at the owner's own provider; null when it has none. */
  oidc: string | null
  hasLogo: boolean
  hasAccent: boolean
}

/** /n/:owner */
export const entry = Router()
