import type { Section } from '../definition.ts'
import { choice, number, R } from './make.ts'
import { switchover } from './production.ts'

/** M: backup power. */
export const backup: Section = {
  key: 'M',
  title: 'Reservkraft',
  fields: [
    choice(
      'res_typ',
      'Typ av reservkraft',
      'Fast aggregat, mobilt aggregat eller avbrottsfri kraft.',
      { stationar: 'Stationär', mobil: 'Mobil', ups: 'UPS' },
      R,
    ),
    number('res_effekt', 'Märkeffekt', 'Som på märkskylten.', {
      ...R,
      unit: 'kVA',
      decimals: 1,
      min: 0.1,
      max: 100_000,
    }),
    switchover,
    choice(
      'res_parallell',
      'Parallelldrift med nätet',
      'Ständig parallelldrift anmäls som produktion.',
      { aldrig: 'Aldrig', kortvarig: 'Kortvarig', standig: 'Ständig' },
      R,
    ),
  ],
}
