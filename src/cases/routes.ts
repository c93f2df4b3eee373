import { caseFiles } from '../attachments/routes.ts'
import { fetchFacility } from '../facilities/dialog.ts'
import { notes } from '../notes/routes.ts'
import { caseOrders } from '../work-orders/caseOrders.ts'
import { asActor } from '../db/actor.ts'
import { emptyForm } from '../web/forms.ts'
import { legalHold } from '../privacy/hold.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
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

/** A case, and all that lies under it. */
export const cases = routes('/cases/:ref', { for: 'party', right: 'read' })

// Before what would take 'new' for a case.
cases.use(newCase)

cases.get('/', { support: true }, async (req, res) => {
  await showCase(req, res, { ...emptyForm, values: req.kept?.values ?? {} })
})

cases.get('/print', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const page = await asActor(actor, async (tx) => {
    const page = await readCasePage(tx, actor, ref, res.locals.t, emptyForm, { onPaper: true })
    await logPrint(tx, actor, page.kase)
    return page
  })
  await render(res, 'cases/print', page)
})

cases.use(
  caseLog,
  autosave,
  edit,
  fetchFacility,
  review,
  notes,
  caseFiles,
  deciding,
  caseOrders,
  legalHold,
  ...moveRoutes,
)
