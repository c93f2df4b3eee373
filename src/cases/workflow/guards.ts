import type { CaseOwner } from './queries.ts'
import type { Tx } from '../../db/actor.ts'
import type { Before, By } from './moveRequest.ts'
import { eyesOn, type Eyes } from './fourEyes.ts'
import { localDate } from '../../domain/calendar/workdays.ts'
import { hasExpired, type Guard } from '../../domain/workflow/status.ts'

interface Asked {
  tx: Tx
  kase: Before
  owner: CaseOwner
  by: By
  /** Read already (perform.ts). */
  eyes?: Eyes | undefined
}

/** Why the move cannot be done now, as a Swedish sentence; null when it can. */
type Rule = (asked: Asked) => string | null | Promise<string | null>

/** An order that nobody has reported, or a report that somebody has to see to. */
function openOrders({ work_order: state }: Before): string {
  return state === 'cancelled'
    ? 'En arbetsorder är öppen eller har en avvikelse.'
    : 'Arbetsordern är inte avrapporterad.'
}

async function isConnected({ tx, kase }: Asked): Promise<boolean> {
  if (kase.company_id === null) return true
  const pair = { company_id: kase.company_id, owner_id: kase.owner_id }
  const connection = await tx('connections').where(pair).first('status')
  return connection?.status === 'approved'
}

export const SAME_HAND =
  'En annan kollega måste bekräfta. Ditt konto och förslagsställarens har samma e-postadress, eller lades nyligen upp eller ändrades av en av er eller av samma person.'

/** What the table of domain/workflow/status.ts names beyond status and side (docs/domain.md 2.4, column Guard). */
export const GUARDS: Record<Guard, Rule> = {
  connected: async (asked) => ((await isConnected(asked)) ? null : 'Företaget är inte godkänt hos nätbolaget.'),
  // What has begun with a company that was blocked since, or has ended (docs/domain.md 7.3).
  mayFinish: async (asked) =>
    asked.owner.finish_when_stopped || (await isConnected(asked))
      ? null
      : 'Företaget är inte längre godkänt hos nätbolaget, som inte låter pågående ärenden göras klara.',
  ownerInUse: ({ owner }) => (owner.deactivated_at === null ? null : 'Nätbolaget tar inte emot ärenden.'),
  contactable: async ({ tx, kase }) => {
    // On paper there is nobody to be responsible, until a company that is known takes the case over.
    if (kase.manual && kase.responsible_id === null) return null
    const person = await tx('users').where('id', kase.responsible_id).first('phone', 'email')
    return person?.phone && person.email ? null : 'Ansvarig installatör saknar telefon eller e-post i sin profil.'
  },
  untouched: ({ kase }) =>
    kase.rejected_count === 0 && kase.handler_id === null && !kase.seen_by_owner && kase.consent_revoked_at === null
      ? null
      : 'Nätbolaget har redan öppnat ärendet. Begär borttagning i stället.',
  withdrawalAllowed: ({ owner }) => (owner.withdrawal_allowed ? null : 'Nätbolaget tillåter inte återkallelse.'),
  revocationAllowed: ({ owner }) => (owner.consent_revocable ? null : 'Nätbolaget återtar inte medgivanden.'),
  notHeld: ({ kase }) => (kase.hold_reason === null ? null : 'Ärendet är i väntläge.'),
  quoteAnswered: ({ kase, owner }) =>
    kase.invoicing === 'quote_sent' && !owner.quote_may_wait ? 'Offerten är inte besvarad.' : null,
  noOpenOrder: ({ kase }) => (kase.open_orders > 0 ? 'Det finns en arbetsorder. Begär borttagning i stället.' : null),
  orderIfConsented: ({ kase }) =>
    kase.status !== 'consented' || kase.open_orders > 0
      ? null
      : 'Det finns ingen arbetsorder. Avstå från medgivandet i stället.',
  settled: ({ kase }) => {
    if (kase.open_orders > 0) return openOrders(kase)
    if (kase.preparation !== null && kase.preparation !== 'done') return 'Beredningen är inte klar.'
    if (kase.customer_service !== null && kase.customer_service !== 'registered') return 'Registrering i KIS återstår.'
    if (kase.invoicing !== null && !['not_billable', 'paid'].includes(kase.invoicing)) return 'Fakturan är inte betald.'
    return null
  },
  notRequested: ({ kase }) =>
    kase.removal_requested ? 'Borttagning är redan begärd. Nätbolaget har inte svarat än.' : null,
  removalRequested: ({ kase }) => (kase.removal_requested ? null : 'Ingen har begärt borttagning.'),
  fourEyes: async ({ tx, kase, by, eyes }) => {
    const { asked, proposal } = eyes ?? (await eyesOn(tx, kase))
    if (!asked) return null
    // Whoever made the key would have a second hand.
    if (by.side !== 'system' && by.key) return 'Två personer ska besluta. En API-nyckel kan inte vara en av dem.'
    if (!proposal) return 'Godkännandet ska föreslås av en handläggare och bekräftas av en annan.'
    if (by.side === 'system') return null
    if (by.userId === proposal.user_id) return 'Du har själv föreslagit godkännandet. En kollega måste bekräfta det.'
    return proposal.same_hand ? SAME_HAND : null
  },
  // A handläggare who sends what came on paper sees the day and decides by themselves.
  consentLasts: ({ tx, kase, owner, by }) =>
    owner.expired_stops && by.side === 'installer' && hasExpired(kase, localDate(tx.now))
      ? 'Medgivandet har gått ut, och nätbolaget tar inte emot färdiganmälan på det. Be om förlängning i en notering.'
      : null,
  recentlyCancelled: ({ tx, kase }) =>
    tx.now.getTime() - kase.status_since.getTime() <= 90 * 86_400_000
      ? null
      : 'Ärendet avbröts för mer än 90 dagar sedan.',
}

/** The first reason against, in the table's order. */
export async function refusal(guards: readonly Guard[], asked: Asked): Promise<string | null> {
  for (const guard of guards) {
    const reason = await GUARDS[guard](asked)
    if (reason !== null) return reason
  }
  return null
}
