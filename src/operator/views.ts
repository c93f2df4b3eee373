import type { Field } from '../domain/forms/definition.ts'
import type { Access } from '../support/queries.ts'
import type { Actor } from '../db/actor.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { AgreementLine, AgreementText } from './agreements.ts'
import type { CompanyLine, ConnectionLine } from './companies.ts'
import type { EventLine } from './events.ts'
import type { Health } from './health.ts'
import type { Area, FirstPerson, OwnerDetails, OwnerLine, ProposedProvider } from './ownerQueries.ts'
import type { FailedJob, Task } from './queue.ts'

declare module '../web/pages.ts' {
  interface Views {
    'operator/health': Page & { health: Health }
    'operator/owners': Page & { list: OwnerLine[] }
    'operator/new-owner': WithForm & { sections: { title: string; fields: Field[] }[] }
    'operator/owner': WithForm & {
      owner: OwnerDetails
      admin: FirstPerson | null
      areas: Area[]
      events: EventLine[]
      fields: Field[]
      proposal: ProposedProvider | null
    }
    'operator/deactivate': WithForm & { owner: OwnerDetails }
    'operator/agreements': Page & { list: AgreementLine[]; companies: number }
    'operator/new-agreement': WithForm
    'operator/agreement': Page & {
      key: string
      agreement: AgreementText
      accepted: { name: string; accepted_name: string; accepted_at: Date }[]
      lacking: string[]
    }
    'operator/mails': Page & {
      key: string
      list: {
        id: number
        template: string
        to_address: string
        attempts: number
        last_error: string | null
        created_at: Date
        tenant: string | null
        stale: boolean
      }[]
      older: number | null
    }
    'operator/queue': Page & { key: string; tasks: Task[]; failed: FailedJob[]; most: number; now: Date }
    'operator/companies': Page & { list: CompanyLine[]; q: string; only: 'blocked' | null; hasMore: boolean }
    'operator/company': WithForm & {
      company: CompanyLine & { email: string | null; address: string | null; postcode: string | null }
      connections: ConnectionLine[]
      events: EventLine[]
    }
    'operator/support': WithForm & {
      /** Whose name the form carries; null shows no form. */
      whom: string | null
      list: Access[]
      older: number | null
    }
    'operator/log': Page & { events: EventLine[]; older: number | null }
    'support/tenant': Page & { side: Actor['side']; base: string; list: Access[]; older: number | null }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/operator-events': { events: EventLine[] }
  }
}
