import type { PasskeyLine } from '../passkeys/queries.ts'
import type { WithForm } from '../../web/pages.ts'

declare module '../../web/pages.ts' {
  interface Views {
    'sign-in/second-step': WithForm & { hasCode: boolean; hasPasskey: boolean }
    'sign-in/enrol': WithForm & { secret: string }
    'sign-in/enrolled': WithForm & { codes: string[] }
    'profile/two-step': WithForm & {
      /** The present password is asked for in the forms; else the proof still stands, or is given elsewhere first. */
      asksPassword: boolean
      mustProve: boolean
      since: Date | null
      required: boolean
      /** The key to be set up; null when it is. */
      secret: string | null
      /** Just made, shown this once. */
      codes: string[] | null
      left: number
      passkeys: PasskeyLine[]
      /** What this browser calls itself: the name proposed for a new passkey. */
      device: string
    }
  }
}
