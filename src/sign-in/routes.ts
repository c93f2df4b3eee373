import { routes } from '../web/routes.ts'
import { forgotten } from './accounts/forgotten.ts'
import { passwordRoutes } from './accounts/passwordRoutes.ts'
import { accounts } from './accounts/routes.ts'
import { security } from './accounts/security.ts'
import { entrance } from './entrance/routes.ts'
import { provesAtProvider } from './oidc/prove.ts'
import { provider } from './oidc/routes.ts'
import { providerSettings } from './oidc/settings.ts'
import { passkeys } from './passkeys/profile.ts'
import { passkeyDoor } from './passkeys/signIn.ts'
import { twoStep } from './two-step/routes.ts'
import { secondStep } from './two-step/signIn.ts'

/** Every way in, and the pages where people and tenants arrange theirs. */
export const signIn = routes('/')
  .use(accounts, forgotten, passwordRoutes, secondStep, passkeyDoor, entrance, provider)
  .use(twoStep, passkeys, provesAtProvider, security, providerSettings)
