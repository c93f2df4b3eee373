import type { Request } from 'express'
import { signed } from '../../language/actor.ts'
import { tellAdmins } from '../accounts/alerts.ts'
import { record, type SecurityEvent } from '../accounts/events.ts'
import { asSystem, type OwnerActor, type Tx } from '../../db/actor.ts'
import type { ProviderProposalRow } from '../../db/rowTypes.ts'
import { Conflict, Forbidden } from '../../web/errors.ts'
import type { Translate } from '../../language/i18n.ts'
import { confirmersOf, twoAreNeeded } from './twoPeople.ts'

/** What the provider is to be; null: it is to be removed. */
export interface Wanted {
  label: string
  issuer: string
  client_id: string
  /** Sealed; null: as it was. */
  client_secret: Buffer | null
  two_steps: boolean
  active: boolean
}

export type Proposal = ProviderProposalRow

/** Who decides: an administrator of the owner, or an operator where the owner has nobody else. */
interface Decider {
  userId: number
  name: string
  isOperator: boolean
}

export function standingProviderProposal(tx: Tx, ownerId: number): Promise<Proposal | undefined> {
  return tx('provider_proposals').where({ owner_id: ownerId }).first()
}

/** Changes the provider, or lays it before a colleague where two are needed. @returns which of them */
export function changeProvider(req: Request, actor: OwnerActor, wanted: Wanted | null): Promise<'done' | 'proposed'> {
  return asSystem('auth', async (tx) => {
    await lock(tx, actor.ownerId)
    if (!(await twoAreNeeded(tx, actor.ownerId))) {
      await apply(tx, actor.ownerId, wanted)
      await tx('provider_proposals').where({ owner_id: actor.ownerId }).delete()
      await tell(tx, req, actor.ownerId, actor, wanted ? 'provider-changed' : 'provider-removed')
      return 'done'
    }
    await tx('provider_proposals').where({ owner_id: actor.ownerId }).delete()
    const by = { owner_id: actor.ownerId, user_id: actor.userId, user_name: actor.name, at: tx.now }
    await tx('provider_proposals').insert({ ...by, ...(wanted ?? { removes: true }) })
    await tell(tx, req, actor.ownerId, actor, 'provider-proposed')
    return 'proposed'
  })
}

/**
 * Confirms the very proposal that the decider had in sight.
 * @throws Conflict when it is another by now; Forbidden for whom may not be the second person
 */
export async function confirm(
  req: Request,
  ownerId: number,
  by: Decider,
  seen: number,
  then?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await asSystem('auth', async (tx) => {
    const proposal = await inSight(tx, ownerId, seen)
    const confirmers = await confirmersOf(tx, ownerId, proposal.user_id)
    if (by.isOperator ? confirmers.length > 0 : !confirmers.some(({ id }) => id === by.userId)) {
      throw new Forbidden('En annan administratör ska bekräfta, utan koppling till förslagsställaren.')
    }
    await apply(tx, ownerId, proposal.removes ? null : (proposal as Wanted))
    await tx('provider_proposals').where({ owner_id: ownerId }).delete()
    await tell(tx, req, ownerId, by, proposal.removes ? 'provider-removed' : 'provider-changed', proposal.user_id)
    await then?.(tx)
  })
}

/** Any administrator may say no, also the one who proposed. @throws Conflict when it is another by now */
export async function decline(req: Request, actor: OwnerActor, seen: number): Promise<void> {
  await asSystem('auth', async (tx) => {
    await inSight(tx, actor.ownerId, seen)
    await tx('provider_proposals').where({ owner_id: actor.ownerId }).delete()
    await tell(tx, req, actor.ownerId, actor, 'provider-declined')
  })
}

async function inSight(tx: Tx, ownerId: number, seen: number): Promise<Proposal> {
  await lock(tx, ownerId)
  const proposal = await standingProviderProposal(tx, ownerId)
  if (proposal?.id !== seen) throw new Conflict('Förslaget har ändrats eller tagits bort. Läs om sidan.')
  return proposal
}

/** One at a time for an owner. */
async function lock(tx: Tx, ownerId: number): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended('provider', ?))`, [ownerId])
}

async function apply(tx: Tx, ownerId: number, wanted: Wanted | null): Promise<void> {
  const mine = () => tx('owner_oidc').where({ owner_id: ownerId })
  if (!wanted) {
    await mine().delete()
    return
  }
  const { label, issuer, client_id, client_secret, two_steps, active } = wanted
  const row = { label, issuer, client_id, two_steps, active }
  const changed = await mine().update({ ...row, ...(client_secret && { client_secret }), updated_at: tx.now })
  if (changed > 0) return
  if (!client_secret) throw new Conflict('Klientens hemlighet saknas. Ange den på nytt.')
  await tx('owner_oidc').insert({ ...row, client_secret, owner_id: ownerId })
}

const WHAT: Partial<Record<SecurityEvent, (t: Translate) => string>> = {
  'provider-proposed': (t) => t('En ändring av leverantören för inloggning väntar på bekräftelse'),
  'provider-changed': (t) => t('Leverantören för inloggning är ändrad'),
  'provider-removed': (t) => t('Leverantören för inloggning är borttagen'),
  'provider-declined': (t) => t('Förslaget om leverantören för inloggning är avslaget'),
}

async function tell(
  tx: Tx,
  req: Request,
  ownerId: number,
  by: { userId: number; name: string; isOperator?: boolean },
  event: keyof typeof WHAT,
  /** In the owner's history it stands with the account of who proposed it: an operator has none there. */
  account = by.userId,
): Promise<void> {
  await record(tx, account, event, { req, by })
  await tellAdmins(
    tx,
    { company_id: null, owner_id: ownerId },
    {
      what: WHAT[event]!,
      by: by.isOperator ? (t) => signed(t, by.name, 'operator', '') : by.name,
      req,
    },
  )
}
