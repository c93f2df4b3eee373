import { asActor } from '../db/actor.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { showPostcode } from '../domain/forms/identifiers/postcode.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { installerOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { DETAILS } from './fields.ts'
import { Details } from './forms.ts'
import { getCompany, lastAcceptance, newestAgreement } from './queries.ts'

/** The company's own data, and the agreement it stands under: /company */
export const details = routes('/company', {
  for: 'installerAdmin',
  proof: 'the company’s own data; nobody gets in by it',
})

details.form(
  '/',
  { support: true },
  formPage({
    actor: installerOf,
    view: 'companies/details',
    repeatable: true,
    schema: Details,
    load: ({ tx, actor }) => getCompany(tx, actor),
    values: (row) => ({
      name: row.name,
      address: row.address ?? '',
      postcode: row.postcode ? showPostcode(row.postcode) : '',
      city: row.city ?? '',
      country: row.country,
      phone: row.phone ? showPhone(row.phone) : '',
      email: row.email ?? '',
      compliance_name: row.compliance_name ?? '',
      compliance_type: row.compliance_type ?? '',
    }),
    draw: async ({ tx, actor, res, t }, company) => {
      const { version, body_en, body_sv } = await newestAgreement(tx)
      return {
        title: t('Företag'),
        company,
        agreement: { version, body: res.locals.lang === 'en' ? body_en : body_sv },
        accepted: (await lastAcceptance(tx, actor)) ?? null,
        fields: DETAILS,
      }
    },
    save: async ({ tx, actor, base }, data) => {
      await tx('companies').where({ id: actor.companyId }).update(data)
      return { to: base, said: 'Uppgifterna är sparade.' }
    },
  }),
)

details.post('/agreement', {}, async (req, res) => {
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
