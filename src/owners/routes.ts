import { routes } from '../web/routes.ts'

/** Addresses of the network owner's administrator that lead elsewhere. */
export const owner = routes('/owner', { for: 'ownerAdmin', support: true })

for (const [was, now] of [
  ['/', '/companies'],
  // Once pages of their own, parts of the draft since: old links lead there.
  ['/entrance', '/configuration/look'],
  ['/security', '/configuration/passwords'],
  ['/templates', '/configuration/templates'],
] as const) {
  owner.get(was, {}, (_req, res) => res.redirect(303, `/owner${now}`))
}
