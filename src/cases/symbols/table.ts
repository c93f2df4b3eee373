import type { Symbol } from './views.ts'

/** The states a handläggare sets by hand, in order, with the tooltip of docs/domain.md 5. */
export const MARKS = {
  preparation: {
    label: 'Beredning',
    states: { requested: 'Till beredning', ongoing: 'Beredning pågår', done: 'Färdig från beredning' },
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

type State = Symbol & {
  /** Its name in the filter, where the title tells of one case. */
  short?: string
  /** What its group is called, and who sets it, for the legend. */
  group: string
  by: string
}

const by = {
  itself: 'Sätts automatiskt',
  handler: 'Sätts av nätbolaget',
  either: 'Sätts automatiskt eller av nätbolaget',
  installer: 'Sätts när installatören ber om det',
}
const NOTE = { group: 'Notering', by: by.itself }
const PREPARATION = { group: 'Beredning', by: by.handler }
const ORDER = { group: 'Arbetsorder', by: by.itself }
const INVOICING = { group: 'Offert och faktura', by: by.handler }
const SERVICE = { group: 'Kundservice', by: by.handler }

/** Every symbol there is, in the trade's order (docs/domain.md 5): shape and words tell states apart, colour only helps. */
export const SYMBOLS = {
  note: { ...NOTE, icon: 'mail', tone: 'neutral', title: 'Ärendet har en notering' },
  unread: { ...NOTE, icon: 'mail-unread', tone: 'blue', title: 'Ärendet har en notering som du inte har läst' },
  rejected: { ...NOTE, icon: 'mail-red', tone: 'red', title: 'Avvisad – läs orsaken i noteringen' },
  'preparation.requested': {
    ...PREPARATION,
    icon: 'prep-asked',
    tone: 'blue',
    title: MARKS.preparation.states.requested,
  },
  'preparation.ongoing': {
    ...PREPARATION,
    icon: 'prep-ongoing',
    tone: 'blue',
    title: MARKS.preparation.states.ongoing,
  },
  'preparation.done': { ...PREPARATION, icon: 'prep-done', tone: 'green', title: MARKS.preparation.states.done },
  block: {
    group: 'Flera anläggningar',
    by: by.itself,
    icon: 'blocks',
    tone: 'neutral',
    title: 'Anmälan innehåller flera anläggningar (blockanmälan)',
  },
  'order.created': { ...ORDER, icon: 'order', tone: 'blue', title: 'Arbetsorder skapad' },
  'order.released': { ...ORDER, icon: 'order-released', tone: 'blue', title: 'Arbetsorder frisläppt' },
  'order.reported': { ...ORDER, icon: 'order-done', tone: 'green', title: 'Arbetsorder är avrapporterad' },
  'order.cancelled': {
    ...ORDER,
    icon: 'order-stopped',
    tone: 'red',
    title: 'Arbetsorder avbruten, annullerad eller utförd med avvikelse',
  },
  'order.lacking': {
    ...ORDER,
    icon: 'order-lacking',
    tone: 'amber',
    title: 'Arbetsorder saknas på en eller flera anläggningar',
  },
  'invoicing.not_billable': {
    ...INVOICING,
    icon: 'coin-none',
    tone: 'neutral',
    title: MARKS.invoicing.states.not_billable,
  },
  'invoicing.quote_sent': { ...INVOICING, icon: 'quote-sent', tone: 'blue', title: MARKS.invoicing.states.quote_sent },
  'invoicing.quote_ordered': {
    ...INVOICING,
    icon: 'quote-ordered',
    tone: 'green',
    title: MARKS.invoicing.states.quote_ordered,
  },
  'invoicing.invoiced': { ...INVOICING, icon: 'coin', tone: 'blue', title: MARKS.invoicing.states.invoiced },
  'invoicing.paid': { ...INVOICING, icon: 'coin-paid', tone: 'green', title: MARKS.invoicing.states.paid },
  manual: {
    group: 'Manuellt registrerat',
    by: by.itself,
    icon: 'hand',
    tone: 'neutral',
    title: 'Manuellt registrerat av nätbolaget',
  },
  returned: {
    group: 'Varit avvisat',
    by: by.itself,
    icon: 'return',
    tone: 'neutral',
    title: 'Har varit avvisat {n} gång|Har varit avvisat {n} gånger',
    short: 'Har varit avvisat',
  },
  'service.requested': { ...SERVICE, icon: 'headset', tone: 'blue', title: MARKS.customer_service.states.requested },
  'service.done': { ...SERVICE, icon: 'headset-done', tone: 'blue', title: MARKS.customer_service.states.done },
  'service.registered': {
    ...SERVICE,
    icon: 'register-done',
    tone: 'green',
    title: MARKS.customer_service.states.registered,
  },
  removal: {
    group: 'Önskas borttagen',
    by: by.installer,
    icon: 'trash',
    tone: 'red',
    title: 'Installatören önskar att anmälan tas bort',
  },
  removed: {
    group: 'Önskas borttagen',
    by: by.installer,
    icon: 'trash',
    tone: 'red',
    title: 'Installatören önskar att anmälan tas bort – ärendet är avbrutet',
  },
  revoked: {
    group: 'Medgivande återtaget',
    by: by.handler,
    icon: 'x-circle',
    tone: 'red',
    title: 'Medgivandet är återtaget, arbetet ska stå still',
  },
  closed: {
    group: 'Färdigbehandlad',
    by: by.itself,
    icon: 'archive',
    tone: 'neutral',
    title: 'Färdigbehandlad, väntar på slutarkivering',
  },
  held: {
    group: 'Väntläge',
    by: by.handler,
    icon: 'pause',
    tone: 'amber',
    title: 'Ärendet är i väntläge: {reason}',
    short: 'Väntläge tills vidare',
  },
  heldUntil: {
    group: 'Väntläge',
    by: by.handler,
    icon: 'pause',
    tone: 'amber',
    title: 'Ärendet är i väntläge: {reason} till {date}',
    short: 'Väntläge till ett datum',
  },
  transformer: { group: 'Trafo', by: by.either, icon: 'trafo', tone: 'neutral', title: 'Ärendet innehåller en trafo' },
  documented: {
    group: 'Dokumenterat',
    by: by.handler,
    icon: 'map-done',
    tone: 'green',
    title: 'Ärendet är dokumenterat',
  },
  files: {
    group: 'Bilaga',
    by: by.itself,
    icon: 'paperclip',
    tone: 'neutral',
    title: 'Ärendet har bilaga ({n})',
    short: 'Har bilaga',
  },
} as const satisfies Record<string, State>
