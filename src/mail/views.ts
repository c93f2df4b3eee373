import type { CompanyRow } from '../db/rows.ts'
import type { WithForm } from '../web/pages.ts'

export interface MailViews {
  'companies/mail': WithForm & { company: CompanyRow }
}
