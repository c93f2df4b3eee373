import { Router } from 'express'

/** The company's own data: /company */
export const details = Router()
