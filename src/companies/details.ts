import type { Request } from 'express'
import { tellAdminsOfOwn } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asActor, type InstallerActor, type Tx } from '../db/actor.ts'
import type { CompanyRow } from '../db/rowTypes.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { showPostcode } from '../domain/forms/identifiers/postcode.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { installerOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { DETAILS } from './fields.ts'
import { Details } from './forms.ts'
import { tellOfName } from './letters.ts'
import { AN_OWNERS_NAME, isOwnersName } from './names.ts'
import { getCompany, lastAcceptance, listOwnersOf, newestAgreement } from './queries.ts'

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
      name: row.wanted_name ?? row.name,
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
    save: async ({ tx, actor, req, base }, data, before) => {
      if (data.name !== before.name && (await isOwnersName(tx, data.name))) return { errors: { name: AN_OWNERS_NAME } }
      const isBack = data.name === before.name
      // Where an owner knows the company the database keeps the new name as a wish (sql/triggers/companies_hold_name.sql).
      await tx('companies')
        .where({ id: actor.companyId })
        .update({ ...data, ...(isBack && { wanted_name: null, name_wanted_at: null }) })
      const after = await getCompany(tx, actor)
      const waits = after.wanted_name !== null && after.wanted_name !== before.wanted_name
      if (waits || after.name !== before.name) await tellOfRename(tx, req, actor, before, data.name)
      return { to: base, said: after.wanted_name === null ? 'Uppgifterna är sparade.' : WAITS }
    },
  }),
)

const WAITS = 'Uppgifterna är sparade. Det nya namnet gäller när ett nätbolag som ni arbetar hos har godkänt det.'

/** In the history of both names; to our administrators, and to every owner that knows us. */
async function tellOfRename(
  tx: Tx,
  req: Request,
  actor: InstallerActor,
  company: CompanyRow,
  name: string,
): Promise<void> {
  const names = { before: company.name, after: name }
  await record(tx, actor.userId, 'company-renamed', { req, names })
  await tellAdminsOfOwn(tx, req, (t) => t('{before} ska heta {after} i Elanmälan', names))
  for (const owner of await listOwnersOf(tx, actor))
    await tellOfName(tx, { company, owner }, { ...names, settled: false })
}

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
