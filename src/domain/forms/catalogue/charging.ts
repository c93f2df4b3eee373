import type { Section } from '../definition.ts'
import { askedIf, begun, choice, is, number, power, R, text, tick, yesNo } from './make.ts'
import type { Needs } from './requirements.ts'

/** Standard power of one outlet in kW. */
const SIZES: [string, string][] = [
  ['3.7', '3,7 kW'],
  ['7.4', '7,4 kW'],
  ['11', '11 kW'],
  ['22', '22 kW'],
  ['annat', 'Annan effekt'],
]

/** L: charging of electric vehicles. */
export function charging({ publicCharging }: Needs, code: string): Section {
  return {
    key: 'L',
    title: 'Elbilsladdning',
    fields: [
      number('ladd_antal', 'Antal uttag', 'Hur många bilar som kan laddas samtidigt.', {
        ...R,
        min: 1,
        max: 500,
        ...begun(code === 'LA01' ? 1 : undefined),
        width: 4,
      }),
      choice('ladd_effekt', 'Effekt per uttag', 'Högsta effekt för ett uttag.', SIZES, { ...R, width: 4 }),
      power('ladd_total', 'Sammanlagd effekt', 'Behövs om uttagen inte är lika. Annars räknas den ut.', {
        required: is('ladd_effekt', 'annat'),
        width: 4,
      }),
      choice(
        'ladd_typ',
        'Laddtyp',
        'AC är vanligast hemma.',
        { ac: 'AC', dc: 'DC' },
        { ...R, initial: publicCharging ? 'dc' : 'ac' },
      ),
      text('ladd_fabrikat', 'Fabrikat och modell', 'Som på märkskylten.', { maxLength: 100 }),
      yesNo('ladd_lastbalans', 'Lastbalansering', 'Ja om laddningen anpassas efter huvudsäkringen.', R),
      power('ladd_max', 'Högsta effekt med lastbalansering', 'Sammanlagd effekt efter lastbalansering.', {
        ...askedIf(is('ladd_lastbalans', true)),
      }),
      tick('ladd_v2g', 'Kan mata tillbaka till nätet (V2G)', 'Då behövs också uppgifter om produktion.'),
      ...(publicCharging ? [yesNo('ladd_publik', 'Öppen för allmänheten', 'Ja om vem som helst får ladda.', R)] : []),
    ],
  }
}
