import { Router } from 'express'
import { manual } from '../manual-registration/routes.ts'
import { only } from '../web/guards.ts'
import { ownOrders } from '../work-orders/ownOrders.ts'
import { preparation, service } from './worklists.ts'

/** What the network owner's people work from beside the cases themselves; who may open which: domain/rights.ts. */
export const queues = Router()

queues.use('/preparation', only('owner'), preparation)
queues.use('/service', only('owner'), service)
queues.use('/orders', only('owner'), ownOrders)
queues.use('/register', only('owner'), manual)
