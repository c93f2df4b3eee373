import type { Request } from 'express'
import type { Tx } from '../../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../../mail/accountMail.ts'
import { linkTo } from '../../mail/addresses.ts'
import { deviceOf } from '../../profile/devices.ts'
import { format } from '../../language/format.ts'
import { actorOf } from '../../web/guards.ts'
import type { Asking } from './events.ts'
import type { Translate } from '../../language/i18n.ts'

/** A company or a network owner; neither: the platform, whose administrators are its operators. */
export interface Tenant {
  company_id: number | null
  owner_id: number | null
}

export const tenantOf = (actor: { companyId: number | null; ownerId: number | null }): Tenant => ({
  company_id: actor.companyId,
  owner_id: actor.ownerId,
})

interface Deed {
  /** What was done, as a whole sentence without a full stop. */
  what: (t: Translate) => string
  /** null: not told. */
  by: string | ((t: Translate) => string) | null
  /** None when the worker did it of itself. */
  req?: Asking
  /** Where it is something else than who gets in: what it means, what to do, and the page to look at. */
  lead?: (t: Translate) => string
  next?: (t: Translate) => string
  facts?: (t: Translate) => { label: string; value: string }[]
  page?: string
}

/**
 * M23: somebody has changed who gets in. To every administrator, also the one whose session did it: it may not have been
 * them. In the transaction of the deed, and before it where it takes somebody's right to be told.
 */
export async function tellAdmins(tx: Tx, tenant: Tenant, deed: Deed): Promise<void> {
  const { what, by, req } = deed
  const place = deed.page ?? placeOf(tenant)
  for (const admin of await adminsOf(tx, tenant)) {
    await promiseAccountMail(tx, 'M23', admin, (t) => ({
      subject: what(t),
      title: what(t),
      lead: [deed.lead?.(t) ?? t('Det ändrar vem som kommer in i Elanmälan.')],
      next:
        deed.next?.(t) ??
        t('Stämmer det inte? Logga ut personen under Användare och ring: kontot kan vara i fel händer.'),
      facts: [
        ...(by === null ? [] : [{ label: t('Gjordes av'), value: typeof by === 'string' ? by : by(t) }]),
        { label: t('När'), value: format.dateTime(tx.now) },
        ...(req ? [{ label: t('Varifrån'), value: whereFrom(req, t) }] : []),
        ...(deed.facts?.(t) ?? []),
      ],
      button: { label: deed.page ? t('Visa i Elanmälan') : t('Visa säkerhetshändelser'), link: linkTo(place) },
      foot: t('Du får mejlet för att du är administratör.'),
    }))
  }
}

/** What somebody has done to their own account. */
export function tellAdminsOfOwn(tx: Tx, req: Request, what: Deed['what']): Promise<void> {
  const actor = actorOf(req)
  return tellAdmins(tx, tenantOf(actor), { what, by: actor.name, req })
}

function placeOf({ company_id, owner_id }: Tenant): string {
  if (company_id !== null) return '/company/users/history'
  return owner_id !== null ? '/owner/users/history' : '/operator/log'
}

async function adminsOf(tx: Tx, { company_id, owner_id }: Tenant): Promise<Addressee[]> {
  const of =
    company_id !== null
      ? { company_id, is_admin: true }
      : owner_id !== null
        ? { owner_id, is_admin: true }
        : { kind: 'operator' as const }
  return (await tx('users')
    .where({ ...of, active: true })
    .whereNotNull('email')
    .orderBy('id')
    .limit(200)
    .select('name', 'email', 'locale', 'company_id', 'owner_id')) as Addressee[]
}

function whereFrom(req: Asking, t: Translate): string {
  const { browser, system } = deviceOf(req.headers['user-agent'] ?? null)
  const device = browser && system ? t('{browser} på {system}', { browser, system }) : (browser ?? system)
  return [device, req.ip].filter(Boolean).join(' · ')
}
