import { Router } from 'express'

/** Ny ansökan and the status of every connection: /company/connections */
export const connections = Router()
