import type { OrderRow } from '../db/rowTypes.ts'

export const ORDER_KINDS: Record<OrderRow['kind'], string> = {
  mount: 'Montera mätare',
  swap: 'Byta mätare',
  remove: 'Ta ner mätare',
  connect: 'Koppla in',
  disconnect: 'Koppla bort',
  inspect: 'Kontrollera',
  other: 'Annat arbete',
}

/** Which meters a report tells of, as the words before its fields say: taken down, and sitting there now. */
export const METERS: Record<OrderRow['kind'], { removed: string | null; there: string | null }> = {
  mount: { removed: null, there: 'Uppsatt mätare' },
  swap: { removed: 'Nedtagen mätare', there: 'Uppsatt mätare' },
  remove: { removed: 'Nedtagen mätare', there: null },
  connect: { removed: null, there: 'Mätaren på plats' },
  disconnect: { removed: null, there: 'Mätaren på plats' },
  inspect: { removed: null, there: 'Mätaren på plats' },
  other: { removed: null, there: 'Mätaren på plats' },
}

/** What an order's state is called, and the tint it is drawn in. */
export const ORDER_STATES: Record<OrderRow['state'] | 'deviating', { label: string; tint: string; icon: string }> = {
  created: { label: 'Skapad', tint: 'neutral', icon: 'clock' },
  released: { label: 'Frisläppt', tint: 'blue', icon: 'order-released' },
  reported: { label: 'Utförd', tint: 'green', icon: 'check-circle' },
  deviating: { label: 'Avvikelse', tint: 'red', icon: 'alert' },
  cancelled: { label: 'Avbruten', tint: 'neutral', icon: 'x-circle' },
}

export function stateOf({ state, outcome }: Pick<OrderRow, 'state' | 'outcome'>): keyof typeof ORDER_STATES {
  return state === 'reported' && outcome === 'deviating' ? 'deviating' : state
}

/** A deviation waits until somebody has seen to it. */
export function isUnsettled({ outcome, settled_at: at }: Pick<OrderRow, 'outcome' | 'settled_at'>): boolean {
  return outcome === 'deviating' && at === null
}
