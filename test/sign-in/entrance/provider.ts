import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { Client } from '../../support/client.ts'
import { afterFile } from '../../support/cleanup.ts'

/** Who the next to come to the provider is, and how they show it there. */
export interface Login {
  accountId: string
  email: string
  verified: boolean
  amr?: string[]
}

export interface TestProvider {
  issuer: string
  login: Login
  server: Server
  /** From our link to the provider and back: the address that it sends the browser to. */
  walk(who: Client, from: string): Promise<string>
}

/** A real OpenID Connect provider (oidc-provider) on this machine, at which `login` signs in without being asked. */
export async function testProvider(redirects: string[]): Promise<TestProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterFile(() => server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const test: TestProvider = {
    issuer,
    server,
    login: { accountId: 'eva', email: '', verified: true },
    walk: (who, from) => walk(who, from, issuer),
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'elanmalan',
        client_secret: 'provider-secret',
        redirect_uris: redirects,
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['only in tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: test.login.email, email_verified: test.login.verified }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        accountId: ctx.oidc.session!.accountId!,
        clientId: ctx.oidc.client!.clientId,
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (req, res) => {
    if (req.url?.startsWith('/interaction/')) {
      const { accountId, amr } = test.login
      void provider.interactionFinished(req, res, { login: { accountId, ...(amr && { amr }) } })
    } else void answer(req, res)
  })
  return test
}

/** Follows the redirects as a browser would, with a jar for the provider's own cookies. */
async function walk(who: Client, from: string, issuer: string): Promise<string> {
  const start = await who.get(from)
  const atProvider = new Client(issuer)
  let next = start.location
  while (next.startsWith(issuer) || next.startsWith('/')) {
    next = (await atProvider.get(next.replace(issuer, ''))).location
  }
  return next
}
