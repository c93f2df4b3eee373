import type { Section } from '../definition.ts'
import { choice, group, number, oneOf, PHASES, power, R, text } from './make.ts'
import type { Needs } from './requirements.ts'

const KINDS = {
  varmepump: 'Värmepump',
  spis: 'Spis',
  spabad: 'Spabad',
  bastu: 'Bastu',
  motor: 'Motor',
  svets: 'Svets',
  direktstart: 'Direktstartad maskin',
  varmvatten: 'Varmvattenberedare',
  annat: 'Annat',
}
const STARTS = { direkt: 'Direkt', yd: 'Y/D', mjukstart: 'Mjukstart', frekvens: 'Frekvensomriktare' }

const row = [
  choice('app_typ', 'Apparat', 'Vad som ska anslutas.', KINDS, R),
  text('app_fabrikat', 'Fabrikat', 'Som på märkskylten.', { maxLength: 60 }),
  number('app_antal', 'Antal', 'Hur många likadana.', { ...R, min: 1, max: 999, width: 3 }),
  power('app_effekt', 'Effekt', 'Märkeffekt för en apparat.', { ...R, decimals: 2, min: 0.01, max: 5000, width: 3 }),
  choice('app_fas', 'Faser', '1 eller 3.', PHASES, { ...R, width: 3 }),
  number('app_startstrom', 'Startström', 'Om den är känd.', { unit: 'A', decimals: 1, min: 0, max: 100_000, width: 3 }),
  choice('app_startmetod', 'Startmetod', 'Hur motorn startas.', STARTS, {
    required: oneOf('app_typ', 'motor', 'direktstart'),
  }),
]

/** G: appliances that affect the network or require notification. */
export function appliances({ appliance }: Needs): Section {
  return {
    key: 'G',
    title: 'Apparater',
    fields: [
      group(
        'app',
        'Apparater',
        'Ange apparater som kan påverka nätet eller som kräver föranmälan.',
        'Apparat',
        row,
        appliance ? { ...R, minRows: 1, maxRows: 20 } : { maxRows: 20 },
      ),
    ],
  }
}
