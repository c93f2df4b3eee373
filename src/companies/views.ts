import type { Doors } from './admission.ts'
import type { Search } from './applicants.ts'
import type { CompanyRow, ScanState } from '../db/rowTypes.ts'
import type { Field } from '../domain/forms/definition.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { Certificate } from './certificates.ts'
import type { Question } from './register.ts'
import type { SimilarName } from './names.ts'
import type { Alike } from '../sign-in/accounts/names.ts'
import type { REGISTRATION } from './fields.ts'
import type { Acceptance, Applicant, Connection, ConnectionEvent } from './queries.ts'

interface Shown {
  version: number
  body: string
}

declare module '../web/pages.ts' {
  interface Views {
    'registration/new': WithForm & {
      opened: string
      fields: typeof REGISTRATION & { owner: Field }
      /** Whose area a postnummer lies in; null when none was asked for. */
      found: string[] | null
      agreement: Shown
    }
    'registration/done': Page
    'registration/confirm': Page & Question & { action: string }
    'companies/details': WithForm & {
      company: CompanyRow
      agreement: Shown
      accepted: Acceptance | null
      fields: Field[]
    }
    'companies/connections': WithForm & {
      /** by: who decided, with side and company. */
      list: (Connection & { by: string | null })[]
      files: { id: number; owner_id: number; name: string; scan: ScanState }[]
      /** The owners one can apply to now. */
      field: Field
    }
    /** mayFinish: the network owner lets cases under way be finished afterwards. */
    'companies/end': WithForm & { connection: Connection; mayFinish: boolean }
    'owners/companies': Page & {
      list: Applicant[]
      /** The address of the next page goes on from here; null on the last. */
      next: string | null
      search: Search
      counts: Record<string, number>
      doors: Doors
    }
    'owners/company': WithForm & {
      company: Applicant
      contacts: { name: string; phone: string | null; email: string | null }[]
      elsewhere: boolean
      /** Whom its name, and its administrators, may be taken for. */
      similar: SimilarName[]
      people: Alike[]
      certificates: Certificate[]
      events: (ConnectionEvent & { by: string })[]
    }
  }
}
