import { Router } from 'express'

/** A tenant's rules for passwords and the second step: /company/security and /owner/security */
export const security = Router()
