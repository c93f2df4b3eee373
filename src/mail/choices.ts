import { Router } from 'express'

/** From a mail's foot, without signing in: /mail-choices */
export const mailChoices = Router()
