import { Router } from 'express'

/** The second step at sign-in: /sign-in/second-step, /sign-in/enrol, /sign-in/passkey */
export const secondStep = Router()
