import type { RejectionReason } from '../cases/workflow/queries.ts'

/** Coded reasons to reject with, as every network owner begins (docs/domain.md 3.5). */
export const rejectionReasons: RejectionReason[] = [
  { code: 'KOMP', text: 'Uppgifter saknas', phase: 'both' },
  { code: 'BIL', text: 'Bilaga saknas eller är oläslig', phase: 'both' },
  { code: 'TYP', text: 'Fel installationstyp eller jobbtyp', phase: 'notice' },
  { code: 'NAT', text: 'Fel nätområde eller nätbolag', phase: 'notice' },
  { code: 'KUND', text: 'Kunduppgifter är fel eller saknar nummer', phase: 'both' },
  { code: 'SAKR', text: 'Säkring eller effekt är orimlig', phase: 'both' },
  { code: 'PROD', text: 'Produktionen uppfyller inte kraven', phase: 'notice' },
  { code: 'PLAC', text: 'Mätarplaceringen är inte godkänd', phase: 'both' },
  { code: 'BEH', text: 'Behörigheten kan inte styrkas', phase: 'both' },
  { code: 'DUB', text: 'Dubblett av ett annat ärende', phase: 'notice' },
  { code: 'AVV', text: 'Avviker från medgivandet', phase: 'completion' },
  { code: 'EJKL', text: 'Inte klart på plats', phase: 'completion' },
  { code: 'OVR', text: 'Annat', phase: 'both' },
]
