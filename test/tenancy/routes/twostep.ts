import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/sign-in/second-step', 'anyone'],
  ['POST', '/sign-in/second-step', 'anyone'],
  ['GET', '/sign-in/enrol', 'anyone'],
  ['GET', '/sign-in/enrol/qr.svg', 'anyone'],
  ['POST', '/sign-in/enrol', 'anyone'],
  ['POST', '/sign-in/enrol/done', 'anyone'],
  ['GET', '/profile/two-step/', 'self'],
  ['GET', '/profile/two-step/qr.svg', 'self'],
  ['POST', '/profile/two-step/', 'self'],
  ['POST', '/profile/two-step/codes', 'self'],
  ['POST', '/profile/two-step/off', 'self'],
  ['POST', '/sign-in/passkey/options', 'anyone'],
  ['POST', '/sign-in/passkey', 'anyone'],
  ['POST', '/sign-in/second-step/passkey/options', 'anyone'],
  ['POST', '/sign-in/second-step/passkey', 'anyone'],
  ['POST', '/sign-in/enrol/passkey/options', 'anyone'],
  ['POST', '/sign-in/enrol/passkey', 'anyone'],
  ['POST', '/profile/two-step/passkeys/options', 'self'],
  ['POST', '/profile/two-step/passkeys/', 'self'],
  ['POST', '/profile/two-step/passkeys/remove', 'self'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/sign-in', '/profile/two-step', '/profile/two-step/passkeys']
