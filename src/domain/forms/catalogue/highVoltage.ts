import type { Section } from '../definition.ts'
import { choice, is, number, phone, R, text } from './make.ts'
import type { Needs } from './requirements.ts'
import { ctRatio } from './metering.ts'

const same = (values: number[], unit: string) =>
  Object.fromEntries(values.map((value) => [String(value), `${value} ${unit}`]))
const VOLTAGES = same([6, 10, 11, 20, 22, 30, 36, 130], 'kV')
const SIZES = same([50, 100, 200, 315, 500, 800, 1000, 1250, 1600, 2000, 2500], 'kVA')
const SWITCHING = 'Leder kopplingar i stationen.'

/** O: the customer's own station. BE13 changes how a facility is measured and has a station only at high voltage. */
export function highVoltage({ hasMetering, stationIfHighVoltage }: Needs): Section {
  const high = is('matmetod', 'hogspanning')
  return {
    key: 'O',
    title: 'Högspänning och transformator',
    ...(stationIfHighVoltage && { when: high }),
    fields: [
      choice('hsp_spanning', 'Spänning', 'Nätets spänning i anslutningspunkten.', VOLTAGES, { ...R, width: 4 }),
      number('trafo_antal', 'Antal transformatorer', 'I kundens station.', { ...R, min: 1, max: 20, width: 4 }),
      choice('trafo_kva', 'Transformatorns storlek', 'Märkeffekt för var och en.', SIZES, { ...R, width: 4 }),
      text('trafo_koppling', 'Transformatorns koppling', 'T.ex. Dyn11.', { maxLength: 10 }),
      ...(hasMetering ? [] : [ctRatio]),
      text('vt_omsattning', 'Spänningstransformatorns omsättning', 'T.ex. 11000/110.', {
        maxLength: 20,
        required: hasMetering && high,
      }),
      text('kopplingsansvarig', 'Kopplingsansvarig', SWITCHING, { ...R, maxLength: 100 }),
      phone('kopplingsansvarig_telefon', 'Kopplingsansvarigs telefon', SWITCHING, R),
      text('kortslutn_krav', 'Krav på kortslutningseffekt', 'Om utrustningen kräver ett lägsta värde.', { width: 12 }),
    ],
  }
}
