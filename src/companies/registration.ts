import { Router } from 'express'

/** Registrera ditt företag: /register */
export const registration = Router()
