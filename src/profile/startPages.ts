import type { StartPage } from '../sign-in/accounts/views.ts'
import type { Actor } from '../db/actor.ts'
import { mayOpen } from '../domain/pageRights.ts'
import type { Translate } from '../language/i18n.ts'

/** Where one may begin, beside the lists' own tick *Standard* (docs/domain.md 6). */
export function startPagesFor(actor: Actor, t: Translate): StartPage[] {
  const pages = [
    { path: '/inbox', label: t('Inkorg') },
    { path: '/cases', label: t('Alla anmälningar') },
    ...(actor.side === 'installer' ? [{ path: '/cases/mine', label: t('Mina anmälningar') }] : []),
    { path: '/archive', label: t('Arkiverade') },
  ]
  return pages.filter(({ path }) => mayOpen(actor, path))
}
