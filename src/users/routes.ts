import { Router } from 'express'

/** People of the own tenant: /company/users and /owner/users */
export const users = Router()
