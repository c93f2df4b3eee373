import type { Section } from '../definition.ts'
import { choice, date, number, R, text } from './make.ts'

/** I: a temporary facility is connected (TI01), moved (TI03), kept for longer (TI04) or disconnected (TI02). */
export function temporary(code: string): Section {
  const purpose = choice(
    'till_andamal',
    'Ändamål',
    'Vad elen ska användas till.',
    { byggstrom: 'Byggström', evenemang: 'Evenemang', marknad: 'Marknad', annat: 'Annat' },
    R,
  )
  const box = choice('byggskap_agare', 'Byggskåp', 'Vems skåpet är.', { eget: 'Eget', hyr: 'Hyr av nätbolag' }, R)
  return {
    key: 'I',
    title: 'Tillfällig anläggning',
    fields: [purpose, box, ...(code === 'TI02' ? disconnected : connected(code === 'TI04'))],
  }
}

const earlier = text('till_arende', 'Ärende för inkopplingen', 'Numret på anmälan om inkoppling, om du har det.', {
  maxLength: 20,
})

const disconnected = [
  earlier,
  date('frankoppling_datum', 'Kopplas bort den', 'Dagen då elen inte längre behövs.', { ...R, notBefore: 'today' }),
  number('matarstallning_slut', 'Mätarställning vid bortkopplingen', 'Om du kan läsa av den.', {
    unit: 'kWh',
    min: 0,
    max: 99_999_999,
  }),
]

function connected(longer: boolean) {
  return [
    longer
      ? date('till_start', 'Inkopplad från', 'Dagen då anläggningen kopplades in.', R)
      : date('till_start', 'Behövs från', 'Första dagen.', { ...R, notBefore: 'today' }),
    date('till_slut', 'Behövs till', 'Många nätbolag tillåter högst tolv månader.', { ...R, notBefore: 'today' }),
    ...(longer ? [earlier] : []),
    text('byggskap_kabel', 'Kabel till byggskåpet', 'Högst 5 m, gummikabel.', { maxLength: 60 }),
  ]
}
