import { Router } from 'express'

/** How the owner's entrance looks and its OpenID Connect provider: /owner/entrance */
export const entranceSettings = Router()
