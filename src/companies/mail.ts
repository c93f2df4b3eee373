import { z } from 'zod'
import { formPage } from '../web/formPage.ts'
import { installerOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { getCompany } from './queries.ts'

/** Which decisions the company wants by mail (docs/domain.md 2.7). */
export const companyMail = routes('/company/mail', {
  for: 'installerAdmin',
  support: true,
  proof: 'which decisions are mailed',
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

companyMail.form(
  '/',
  {},
  formPage({
    actor: installerOf,
    view: 'companies/mail',
    repeatable: true,
    schema: MailSettings,
    load: ({ tx, actor }) => getCompany(tx, actor),
    draw: ({ t }, company) => ({ title: t('Mejl'), company }),
    save: async ({ tx, actor, base }, settings) => {
      await tx('companies').where({ id: actor.companyId }).update(settings)
      return { to: base, said: 'Inställningarna är sparade.' }
    },
  }),
)
