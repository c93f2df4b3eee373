import type { SecurityEvent } from './events.ts'
import type { Ways } from './waysToProve.ts'
import type { Form, Page, WithForm, Views } from '../../web/pages.ts'
import type { Look } from '../entrance/look.ts'
import type { Rule } from './passwordRules.ts'
import type { Policy } from './policy.ts'
import type { Device, SecurityLine, SessionLine } from '../../profile/queries.ts'

export interface StartPage {
  path: string
  label: string
}

export type { Device }

export interface DemoPerson {
  username: string
  name: string
  role: string
  tenant: string
}

declare module '../../web/pages.ts' {
  interface Views {
    'sign-in/start': WithForm & {
      next: string
      people: DemoPerson[]
      password: string | null
      /** A network owner's own entrance; null at the common one. */
      look: Look | null
      /** What the owner calls signing in at its own provider; null where there is none. */
      provider: string | null
    }
    'sign-in/forgotten': WithForm
    'sign-in/reset-sent': Page
    'sign-in/choose': WithForm & { action: string; username: string; rules: Rule[] }
    'sign-in/spent': Page
    'sign-in/way-back': Page & { action: string; email: string }
    'sign-in/proof': Page & {
      form: Form
      action: string
      /** The form that waits (sign-in/accounts/heldForm.ts). */
      held: string
      ways: Ways
      /** Where one came from. */
      back: string
      username: string
      /** Our page that leads on to the provider; null where there is none. */
      providerAt: string | null
    }
    'sign-in/proven': Page & { action: string; held: string }
    'sign-in/confirm-email': WithForm & { action: string; email: string }
    'profile/about': WithForm & {
      username: string
      email: string | null
      pending: string | null
      startPages: StartPage[]
    }
    'profile/email': WithForm & { email: string | null; asksPassword: boolean }
    'profile/password': WithForm & {
      username: string
      rules: Rule[]
      hasPassword: boolean
      changedAt: Date | null
      expiresOn: Date | null
    }
    'profile/sessions': WithForm & { sessions: SessionLine[]; current: number; asksPassword: boolean }
    'profile/history': Page & { events: SecurityLine[]; older: number | null }
    'security/policy': WithForm & {
      policy: Policy
      twoStepRequired: boolean
      without: number
    }
  }
}

declare module '../../web/partials.ts' {
  interface Partials {
    /** `names`: of an event that changed one. */
    'partials/security-event': {
      event: SecurityEvent
      names: { name_before: string | null; name_after: string | null }
    }
    'partials/demo-people': Pick<Views['sign-in/start'], 'people' | 'password'>
  }
}
