import { Router } from 'express'
import { manual } from '../manual-registration/routes.ts'
import { only } from '../web/guards.ts'
import { ownOrders } from '../work-orders/ownOrders.ts'
import { preparation, service } from './worklists.ts'

/** What the network owner's people work from beside the cases themselves; who may open which: domain/rights.ts. */
export const subflows = Router()

subflows.use('/preparation', only('owner'), preparation)
subflows.use('/service', only('owner'), service)
subflows.use('/orders', only('owner'), ownOrders)
subflows.use('/register', only('owner'), manual)
