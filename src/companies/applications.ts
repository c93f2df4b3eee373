import { Router } from 'express'

/** The network owner's side of applications: /owner/companies */
export const applications = Router()
