import type { CompanyRow, MailPace, MailRow } from '../db/rowTypes.ts'
import type { WithForm, Form } from '../web/pages.ts'

declare module '../web/pages.ts' {
  interface Views {
    'companies/mail': WithForm & { company: CompanyRow }
    'profile/mail': WithForm & {
      paces: MailPace[]
      side: 'installer' | 'owner'
      reminders: { kind: string; label: string }[]
    }
    'sign-in/mail-choices': WithForm & { action: string; paces: MailPace[]; side: 'installer' | 'owner' }
    'dev/mailbox': Page & { mails: MailRow[]; older: number | null }
    'dev/mail': Page & { mail: MailRow }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/mail-paces': { form: Form; paces: MailPace[]; side: 'installer' | 'owner' }
  }
}
