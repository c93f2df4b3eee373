import { Router } from 'express'

/** When mail reaches me: /profile/mail */
export const mailProfile = Router()
