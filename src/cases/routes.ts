import { Router } from 'express'
import { caseFiles } from '../attachments/routes.ts'
import { fetchFacility } from '../facilities/dialog.ts'
import { notes } from '../notes/routes.ts'
import { caseOrders } from '../work-orders/caseOrders.ts'
import { asActor } from '../db/actor.ts'
import { emptyForm } from '../web/forms.ts'
import { only, partyOf } from '../web/guards.ts'
import { render } from '../web/views.ts'
import { autosave } from './form/autosave.ts'
import { deciding } from './workflow/decisionRoutes.ts'
import { edit } from './form/editRoutes.ts'
import { CasePath } from './workflow/forms.ts'
import { caseLog, logPrint } from './page/log.ts'
import { moveRoutes } from './workflow/moveRoutes.ts'
import { newCase } from './form/newCase.ts'
import { showCase } from './page/casePage.ts'
import { review } from './form/review.ts'
import { readCasePage } from './page/readCasePage.ts'

export const cases = Router()

cases.use(only('installer', 'owner'))
cases.use('/new', newCase)

cases.get('/:ref', async (req, res) => {
  await showCase(req, res, emptyForm)
})

cases.get('/:ref/print', async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const page = await asActor(actor, async (tx) => {
    const page = await readCasePage(tx, actor, ref, res.locals.t, emptyForm, { onPaper: true })
    await logPrint(tx, actor, page.kase)
    return page
  })
  await render(res, 'cases/print', page)
})

cases.use('/:ref/log', caseLog)
cases.use('/:ref/edit/autosave', autosave)
cases.use('/:ref/edit', edit)
cases.use('/:ref/facility', fetchFacility)
cases.use('/:ref/review', review)
cases.use('/:ref/notes', notes)
cases.use('/:ref/attachments', caseFiles)
cases.use(deciding)
cases.use('/:ref/orders', caseOrders)
cases.use('/:ref', moveRoutes)
