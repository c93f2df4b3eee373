import { Router } from 'express'

/** Forgotten, temporary and new passwords, and the invitation's link: /password/… and /invitation/:token */
export const passwords = Router()
