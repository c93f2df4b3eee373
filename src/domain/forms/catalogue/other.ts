import type { Section } from '../definition.ts'
import { longText, R, tick } from './make.ts'

/** R: other information and the sender's certification. */
export const other: Section = {
  key: 'R',
  title: 'Övrigt',
  fields: [
    longText('upplysningar', 'Upplysningar', 'Annat som nätbolaget behöver veta.', { width: 12 }),
    tick(
      'manuell_hantering',
      'Jag vill att ärendet granskas av handläggare',
      'Annars kan enkla ärenden godkännas automatiskt.',
      { width: 12 },
    ),
    tick('intygande', 'Jag intygar att uppgifterna är riktiga', 'Krävs varje gång du skickar.', { ...R, width: 12 }),
  ],
}
