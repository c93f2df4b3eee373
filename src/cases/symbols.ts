import type { CaseRow } from '../db/rows.ts'
import type { Symbol } from '../web/pages.ts'
import type { Translate } from '../web/i18n.ts'

type Marked = Pick<
  CaseRow,
  | 'status'
  | 'preparation'
  | 'work_order'
  | 'work_order_released'
  | 'invoicing'
  | 'customer_service'
  | 'documented'
  | 'transformer'
  | 'manual'
  | 'rejected_count'
  | 'removal_requested'
  | 'hold_reason'
  | 'hold_until'
>

/** What a reader may know of beside the row: counted under row level security, so an internal note shows to its side alone. */
export interface Seen {
  notes: boolean
  files: number
}

/** The states a handläggare sets by hand, in order, with the tooltip of domain.md 5. */
export const MARKS = {
  preparation: {
    label: 'Beredning',
    states: { requested: 'Till beredning', ongoing: 'Beredning pågår', done: 'Färdig från beredning' },
  },
  work_order: {
    label: 'Arbetsorder',
    states: {
      created: 'Arbetsorder skapad',
      reported: 'Arbetsorder är avrapporterad',
      cancelled: 'Arbetsorder avbruten, annullerad eller utförd med avvikelse',
    },
  },
  invoicing: {
    label: 'Offert och faktura',
    states: {
      not_billable: 'Nätbolaget fakturerar inte detta arbete',
      quote_sent: 'Offert skickad, väntar på svar från slutkund',
      quote_ordered: 'Slutkunden har beställt enligt offerten',
      invoiced: 'Kund fakturerad, väntar på betalning',
      paid: 'Faktura betald',
    },
  },
  customer_service: {
    label: 'Kundservice',
    states: {
      requested: 'Till kundservice för registrering',
      done: 'Färdig från kundservice',
      registered: 'Kund/anläggning registrerad i KIS',
    },
  },
} as const satisfies Record<string, { label: string; states: Record<string, string> }>

export const HOLD_REASONS = {
  customer: 'kund',
  grid: 'nät',
  permit: 'tillstånd',
  quote: 'offert',
  other: 'annat',
} as const

/** The symbols of a case in the trade's order (domain.md 5): the one place that says when each shows. */
export function symbolsOf(kase: Marked, seen: Seen, t: Translate): Symbol[] {
  const rejected = kase.status === 'notice_rejected' || kase.status === 'completion_rejected'
  const symbols: (Symbol | false)[] = [
    rejected
      ? { icon: 'mail-red', title: t('Avvisad – läs orsaken i noteringen'), tone: 'red' }
      : seen.notes && { icon: 'mail', title: t('Ärendet har en notering'), tone: 'neutral' },
    kase.preparation !== null && {
      icon: 'pencil',
      title: t(MARKS.preparation.states[kase.preparation]),
      tone: kase.preparation === 'done' ? 'green' : 'blue',
    },
    kase.work_order !== null && workOrder(kase, t),
    kase.invoicing !== null && {
      icon: 'coins',
      title: t(MARKS.invoicing.states[kase.invoicing]),
      tone: kase.invoicing === 'paid' || kase.invoicing === 'quote_ordered' ? 'green' : 'neutral',
    },
    kase.manual && { icon: 'hand', title: t('Manuellt registrerat av nätbolaget'), tone: 'neutral' },
    kase.rejected_count > 0 && {
      icon: 'return',
      title: t('Har varit avvisat {n} gång|Har varit avvisat {n} gånger', { n: kase.rejected_count }),
      tone: 'neutral',
    },
    kase.customer_service !== null && {
      icon: 'headset',
      title: t(MARKS.customer_service.states[kase.customer_service]),
      tone: kase.customer_service === 'registered' ? 'green' : 'blue',
    },
    kase.removal_requested && {
      icon: 'trash',
      title: t('Installatören önskar att anmälan tas bort'),
      tone: 'red',
    },
    kase.status === 'closed' && {
      icon: 'archive',
      title: t('Färdigbehandlad, väntar på slutarkivering'),
      tone: 'neutral',
    },
    kase.hold_reason !== null && {
      icon: 'pause',
      title: t('Ärendet är i väntläge: {reason}', { reason: t(HOLD_REASONS[kase.hold_reason]) }),
      tone: 'amber',
    },
    kase.transformer && { icon: 'trafo', title: t('Ärendet innehåller en trafo'), tone: 'neutral' },
    kase.documented && { icon: 'map', title: t('Ärendet är dokumenterat'), tone: 'green' },
    seen.files > 0 && {
      icon: 'paperclip',
      title: t('Ärendet har bilaga ({n})', { n: seen.files }),
      tone: 'neutral',
    },
  ]
  return symbols.filter((symbol) => symbol !== false)
}

function workOrder(kase: Marked, t: Translate): Symbol {
  if (kase.work_order === 'created' && kase.work_order_released) {
    return { icon: 'wrench', title: t('Arbetsorder frisläppt'), tone: 'green' }
  }
  const tone = kase.work_order === 'reported' ? 'green' : kase.work_order === 'cancelled' ? 'red' : 'blue'
  return { icon: 'wrench', title: t(MARKS.work_order.states[kase.work_order!]), tone }
}
