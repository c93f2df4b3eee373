import type { Section } from '../definition.ts'
import { PHASES, R, askedIf, begun, choice, group, identity, is, number, power, text, tick, yesNo } from './make.ts'
import type { Needs } from './requirements.ts'

const SOURCES = { sol: 'Sol', vind: 'Vind', vatten: 'Vatten', bio: 'Bio eller kraftvärme', annat: 'Annat' }
const SWITCHOVER = { omkopplare: 'Omkopplare med mekaniskt 0-läge', ats: 'Automatik (ATS)', annat: 'Annat' }

/** How a plant is isolated from the network in island operation: in J if it is possible, and in M. */
export const switchover = choice('res_frankoppl', 'Frånkoppling', 'Hur anläggningen skiljs från nätet.', SWITCHOVER, R)

const inverter = [
  text('vr_fabrikat', 'Fabrikat', 'Som på märkskylten.', { ...R, maxLength: 60 }),
  text('vr_modell', 'Modell', 'Som på märkskylten.', { ...R, maxLength: 60 }),
  number('vr_antal', 'Antal', 'Av samma modell.', { ...R, min: 1, max: 99, width: 3 }),
  power('vr_effekt', 'Märkeffekt per växelriktare', 'AC-effekt.', { ...R, decimals: 2, min: 0.01, width: 3 }),
  choice('vr_fas', 'Anslutning', '1-fas rekommenderas inte.', PHASES, { ...R, width: 3 }),
  text('vr_serienr', 'Serienummer', 'Kan lämnas vid färdiganmälan.', { maxLength: 60, width: 3 }),
]

/** Small plants are sun panels. */
const plant = (code: string) => [
  choice('prod_slag', 'Energikälla', 'Vad elen kommer från.', SOURCES, {
    ...R,
    ...begun(['PR01', 'EL01'].includes(code) ? 'sol' : undefined),
  }),
  number('prod_modul_kwp', 'Installerad moduleffekt', 'Solpanelernas sammanlagda toppeffekt (DC).', {
    ...askedIf(is('prod_slag', 'sol')),
    unit: 'kWp',
    decimals: 2,
    min: 0.1,
    max: 500_000,
  }),
  group('vr', 'Växelriktare', 'En rad per modell.', 'Växelriktare', inverter, { ...R, minRows: 1, maxRows: 20 }),
  power('prod_max', 'Inställd maximal effekt', 'Effekt som kan matas ut, kW AC.', {
    ...R,
    decimals: 2,
    max: 1_000_000,
  }),
]

const generatorType = choice(
  'prod_rfg',
  'Typ enligt RfG',
  'Räknas ut från effekt och spänning. Under 1,5 MW är anläggningen av typ A.',
  { A: 'A', B: 'B', C: 'C', D: 'D' },
  { reckoned: 'generatorType' },
)

/** Network protection of anything that feeds in: a plant or a car. */
export const protection = [
  choice(
    'prod_standard',
    'Uppfyller standard',
    'Tillverkaren intygar.',
    { en50549_1: 'SS-EN 50549-1', en50549_2: 'SS-EN 50549-2', annat: 'Annat' },
    R,
  ),
  choice(
    'prod_skydd_alp',
    'Skyddsinställningar enligt ALP',
    'Avvikelse måste godkännas.',
    { ja: 'Ja', avvikelse: 'Avvikelse' },
    R,
  ),
  text('prod_skydd_text', 'Vilken avvikelse', 'Vilka värden som skiljer sig och varför.', {
    ...askedIf(is('prod_skydd_alp', 'avvikelse')),
    width: 12,
  }),
  yesNo('prod_brytare', 'Låsbar brytare åtkomlig för nätbolaget', 'Blockerbar i öppet läge.', R),
  choice(
    'prod_brytare_plats',
    'Brytarens plats',
    'Var nätbolaget hittar den.',
    { matarskap: 'I mätarskåpet', annan: 'Annan plats' },
    askedIf(is('prod_brytare', true)),
  ),
  text('prod_brytare_text', 'Beskriv platsen', 'T.ex. på gaveln mot norr.', {
    ...askedIf(is('prod_brytare_plats', 'annan')),
    width: 12,
  }),
]

const islanding = [
  yesNo('prod_odrift', 'Ödrift/reservdrift möjlig', 'Kan anläggningen mata huset utan nät?', R),
  { ...switchover, when: is('prod_odrift', true) },
]

const sale = (asked: boolean) => [
  text('prod_overskott', 'Överskott säljs till', 'Elhandelsföretag, om känt.', {
    maxLength: 60,
    ...(asked && { required: true, blankAllowed: true }),
  }),
  choice('alp_kund_sign', 'Anläggningsinnehavarens underskrift (ALP)', 'Som nätbolaget vill ha den.', {
    fil: 'Bifogas',
    digitalt: 'Digitalt',
    ej_krav: 'Krävs inte',
  }),
  tick('prod_moms', 'Momsregistrerad', 'Om kunden är momsregistrerad för försäljningen.'),
  identity(
    'prod_momsnr',
    'Momsregistreringsnummer',
    'Nätbolaget betalar ersättning med moms. Organisationsnumret räcker.',
    {
      ...{ required: true, blankAllowed: true, when: is('prod_moms', true) },
      ...{ vat: true, sensitive: true },
    },
  ),
]

/** J: production. When a plant is decommissioned (PR06), only its description. */
export function production({ surplusSold }: Needs, code: string): Section {
  const fields =
    code === 'PR06' ? plant(code) : [...plant(code), generatorType, ...protection, ...islanding, ...sale(surplusSold)]
  return { key: 'J', title: 'Produktion', fields }
}
