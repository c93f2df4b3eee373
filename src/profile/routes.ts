import { Router } from 'express'

/** My profile: /profile */
export const profile = Router()
