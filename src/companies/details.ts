import { Router, type Request, type Response } from 'express'
import { asActor } from '../db/actor.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { showPostcode } from '../domain/forms/identifiers/postcode.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { installerOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { DETAILS } from './fields.ts'
import { Details } from './forms.ts'
import { getCompany, lastAcceptance, newestAgreement } from './queries.ts'

/** The company's own data, and the agreement it stands under: /company */
export const details = Router()

details.get('/', async (req, res) => {
  const actor = installerOf(req)
  const row = await asActor(actor, (tx) => getCompany(tx, actor))
  const values = {
    name: row.name,
    address: row.address ?? '',
    postcode: row.postcode ? showPostcode(row.postcode) : '',
    city: row.city ?? '',
    phone: row.phone ? showPhone(row.phone) : '',
    email: row.email ?? '',
    compliance_name: row.compliance_name ?? '',
    compliance_type: row.compliance_type ?? '',
  }
  await showPage(req, res, { values, errors: {} })
})

details.post('/', async (req, res) => {
  const actor = installerOf(req)
  const input = readForm(Details, req.body)
  if (!input.ok) return showPage(req, res.status(422), input.form)
  await asActor(actor, (tx) => tx('companies').where({ id: actor.companyId }).update(input.data))
  flash(res, 'success', 'Uppgifterna är sparade.')
  res.redirect(303, '/company')
})

details.post('/agreement', async (req, res) => {
  const actor = installerOf(req)
  await asActor(actor, async (tx) => {
    const { version } = await newestAgreement(tx)
    const accepted = {
      company_id: actor.companyId,
      version,
      accepted_at: tx.now,
      accepted_name: actor.name,
      user_id: actor.userId,
    }
    await tx('agreement_acceptances').insert(accepted).onConflict(['company_id', 'version']).ignore()
  })
  flash(res, 'success', 'Avtalet är godkänt.')
  res.redirect(303, '/company')
})

async function showPage(req: Request, res: Response, form: Form): Promise<void> {
  const actor = installerOf(req)
  const { lang, t } = res.locals
  const page = await asActor(actor, async (tx) => ({
    company: await getCompany(tx, actor),
    agreement: await newestAgreement(tx),
    accepted: (await lastAcceptance(tx, actor)) ?? null,
  }))
  await render(res, 'companies/details', {
    title: t('Företag'),
    form,
    key: newKey(),
    company: page.company,
    agreement: {
      version: page.agreement.version,
      body: lang === 'en' ? page.agreement.body_en : page.agreement.body_sv,
    },
    accepted: page.accepted,
    fields: DETAILS,
  })
}
