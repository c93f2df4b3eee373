import { Router } from 'express'
import { z } from 'zod'
import { asActor, type InstallerActor, type Tx } from '../db/actor.ts'
import type { CompanyRow } from '../db/rowTypes.ts'
import { flash } from '../web/flash.ts'
import { emptyForm } from '../web/forms.ts'
import { installerOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import { render } from '../web/views.ts'

/** Which decisions the company wants by mail (docs/domain.md 2.7). */
export const companyMail = Router()

companyMail.get('/', async (req, res) => {
  const actor = installerOf(req)
  const row = await asActor(actor, (tx) => getCompany(tx, actor))
  await render(res, 'companies/mail', {
    title: res.locals.t('E-postmeddelande'),
    company: row,
    form: emptyForm,
    key: newKey(),
  })
})

/** A box is ticked or not: an absent one is an answer too. */
const box = z
  .unknown()
  .optional()
  .transform((value) => value === 'ja')

const MailSettings = z.object({
  mail_enabled: box,
  mail_approved: box,
  mail_notice_rejected: box,
  mail_completion_approved: box,
  mail_completion_rejected: box,
  mail_minimum: z.enum(['now', 'daily', 'never']).catch('never'),
})

companyMail.post('/', async (req, res) => {
  const actor = installerOf(req)
  const settings = MailSettings.parse(req.body)
  await asActor(actor, (tx) => tx('companies').where({ id: actor.companyId }).update(settings))
  flash(res, 'success', 'Inställningarna är sparade.')
  res.redirect(303, '/company/mail')
})

async function getCompany(tx: Tx, actor: InstallerActor): Promise<CompanyRow> {
  return (await tx<CompanyRow>('companies').where({ id: actor.companyId }).first())!
}
