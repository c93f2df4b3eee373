import type { CompanyRow, MailPace } from '../db/rows.ts'
import type { WithForm } from '../web/pages.ts'

export interface MailViews {
  'companies/mail': WithForm & { company: CompanyRow }
  'profile/mail': WithForm & { paces: MailPace[]; side: 'installer' | 'owner' }
  'accounts/mail-choices': WithForm & { action: string; paces: MailPace[]; side: 'installer' | 'owner' }
}
