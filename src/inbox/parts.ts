import type { Actor } from '../db/actor.ts'

/** A part of the inbox: what it is called, and what is said when it is empty. */
export interface Part {
  /** As app.owner_inbox and app.installer_inbox name it: they say which cases are in it. */
  id: string
  title: string
  empty: string
  /** What comes first: the newest, or what is due first. */
  order: 'last_event_at desc, id desc' | 'due_on, id'
  /** Nothing to do now: shown folded, and not counted. */
  later?: true
  /** Left out when it is empty. */
  quiet?: true
}

const NEWEST = 'last_event_at desc, id desc'

const INSTALLER: Part[] = [
  { id: 'returned', title: 'Att rätta', empty: 'Inget har kommit tillbaka till dig.', order: NEWEST },
  {
    id: 'consents',
    title: 'Nya installationsmedgivanden',
    empty: 'Inga nya medgivanden att öppna.',
    order: NEWEST,
  },
  { id: 'news', title: 'Nytt från nätbolaget', empty: '', order: NEWEST, quiet: true },
  { id: 'notes', title: 'Olästa noteringar', empty: '', order: NEWEST, quiet: true },
]

// In the order they are gone through, case by case.
const OWNER: Part[] = [
  { id: 'mine', title: 'Mina', empty: 'Inget av dina egna ärenden väntar på dig.', order: 'due_on, id' },
  { id: 'confirm', title: 'Väntar på ditt godkännande', empty: '', order: 'due_on, id', quiet: true },
  { id: 'notes', title: 'Olästa noteringar', empty: '', order: NEWEST, quiet: true },
  { id: 'covered', title: 'För kollegor som är borta', empty: '', order: 'due_on, id', quiet: true },
  { id: 'team', title: 'Mitt team', empty: '', order: 'due_on, id', quiet: true },
  // Read below what the team has not taken, and beside what other teams have not: not all are taken.
  {
    id: 'unassigned',
    title: 'Ej tilldelade',
    empty: 'Inga fler otilldelade ärenden väntar på dig.',
    order: 'due_on, id',
  },
  {
    id: 'removals',
    title: 'Borttagning begärd',
    empty: '',
    order: NEWEST,
    quiet: true,
  },
  { id: 'colleagues', title: 'Kollegor i teamet', empty: '', order: 'due_on, id', later: true, quiet: true },
  {
    id: 'others',
    title: 'Väntar på andra',
    empty: 'Inget av dina ärenden väntar på någon annan.',
    order: NEWEST,
    later: true,
  },
]

export function partsOf(actor: Actor): Part[] {
  return actor.side === 'operator' ? [] : actor.side === 'installer' ? INSTALLER : OWNER
}
