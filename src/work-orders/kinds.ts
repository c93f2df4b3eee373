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
