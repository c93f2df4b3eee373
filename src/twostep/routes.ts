import { Router } from 'express'

/** One's own second step: /profile/two-step */
export const twoStep = Router()
