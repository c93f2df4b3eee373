import type { Section } from '../definition.ts'
import { choice, number, R } from './make.ts'

/** P: lighting of streets and roads. */
export const lighting: Section = {
  key: 'P',
  title: 'Belysning',
  fields: [
    number('bel_antal', 'Antal armaturer', 'Som ansluts till centralen.', { ...R, min: 1, max: 5000, width: 3 }),
    number('bel_effekt', 'Effekt per armatur', 'Med driftdon.', {
      ...R,
      unit: 'W',
      decimals: 1,
      min: 0.1,
      max: 10_000,
      width: 3,
    }),
    choice('bel_typ', 'Ljuskälla', 'Vad armaturerna har.', { led: 'LED', natrium: 'Natrium', annat: 'Annat' }, R),
    choice(
      'bel_styrning',
      'Styrning',
      'Vad som tänder och släcker.',
      { ljusrela: 'Ljusrelä', ur: 'Ur', central: 'Central styrning' },
      R,
    ),
    choice(
      'bel_matt',
      'Mätning av belysningen',
      'Omätt bara om nätbolaget tillåter det.',
      { matt: 'Mätt', omatt: 'Omätt' },
      R,
    ),
  ],
}
