import type { Section } from '../definition.ts'
import { protection } from './production.ts'
import { askedIf, choice, choices, is, number, power, R, text } from './make.ts'

const coupling = choice(
  'lag_koppling',
  'Koppling',
  'Hur lagret är anslutet.',
  { ac: 'AC', dc: 'DC bakom växelriktare' },
  R,
)
const out = power('lag_effekt_ut', 'Effekt ut', 'Högsta effekt vid urladdning.', { ...R, max: 1_000_000, width: 4 })
const infeed = [
  choice(
    'lag_inmatning',
    'Matar lagret ut på nätet',
    'Begränsad om en gräns är inställd.',
    { ja: 'Ja', nej: 'Nej', begransad: 'Begränsad' },
    R,
  ),
  power('lag_grans', 'Inmatningen begränsas till', 'Tillsammans med produktionen.', {
    ...askedIf(is('lag_inmatning', 'begransad')),
    min: 0,
    max: 1_000_000,
    width: 12,
  }),
]

/** Vehicle-to-grid: the fields of K and J that a charger needs when the car feeds the network (docs/domain.md 3.2, ladd_v2g). */
export const carAsStorage: Section = {
  key: 'K',
  title: 'Utmatning från bilen (V2G)',
  help: 'Allt som matar ut på nätet räknas som produktion, även en bil.',
  when: is('ladd_v2g', true),
  fields: [
    out,
    { ...coupling, help: 'Hur laddaren är ansluten.' },
    { ...infeed[0]!, label: 'Matar bilen ut på nätet' },
    ...infeed.slice(1),
    ...protection,
  ],
}

/** K: a battery or other storage. */
export const storage: Section = {
  key: 'K',
  title: 'Energilager',
  help: 'Ange lagrets storlek och om det kan mata ut på nätet.',
  fields: [
    number('lag_kapacitet', 'Kapacitet', 'Hur mycket energi lagret rymmer.', {
      ...R,
      unit: 'kWh',
      decimals: 1,
      min: 0.1,
      max: 1_000_000,
      width: 4,
    }),
    out,
    power('lag_effekt_in', 'Effekt in', 'Högsta effekt vid laddning.', { ...R, max: 1_000_000, width: 4 }),
    coupling,
    ...infeed,
    text('lag_fabrikat', 'Fabrikat och modell', 'Som på märkskylten.', { ...R, maxLength: 100 }),
    text('lag_plats', 'Plats', 'Var lagret står.', { ...R, maxLength: 100 }),
    choices('lag_tjanster', 'Används till', 'Som ni planerar det idag.', {
      egen: 'Egenanvändning',
      stod: 'Stödtjänster',
    }),
  ],
}
