import type { StartPage } from '../sign-in/accounts/views.ts'
import type { Actor } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import type { Shared } from '../web/pages.ts'
import { routes } from '../web/routes.ts'

/** Where one may begin, beside the lists' own tick *Standard* (docs/domain.md 6). */
export function startPagesFor(actor: Actor, may: Shared['may'], t: Translate): StartPage[] {
  const pages = [
    { path: '/inbox', label: t('Inkorg') },
    { path: '/cases', label: t('Alla anmälningar') },
    ...(actor.side === 'installer' ? [{ path: '/cases/mine', label: t('Mina anmälningar') }] : []),
    { path: '/archive', label: t('Arkiverade') },
  ]
  return pages.filter(({ path }) => may(path))
}

const WORK = ['/inbox', '/owner/preparation', '/owner/service', '/owner/orders', '/cases', '/owner/companies']

/** The page one begins at: what one has chosen, or the first list where one has work. */
export function startOf(may: Shared['may'], chosen: string): string {
  if (may(chosen.split('?')[0]!)) return chosen
  return WORK.find((path) => may(path)) ?? '/profile'
}

export const home = routes('/', { for: 'self', support: true }).get('/', {}, (req, res) =>
  res.redirect(303, startOf(res.locals.may, req.session!.startPage)),
)
