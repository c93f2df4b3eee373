import type { Flow, Section } from '../definition.ts'
import { NAME } from '../names.ts'
import { choice, date, phone, R, text } from './make.ts'

const expected = [
  date('fardigdatum', 'Förväntat färdigdatum', 'När arbetet beräknas vara klart. Används för sortering.', {
    ...R,
    notBefore: 'today',
  }),
  date('onskad_ink', 'Önskad inkopplingsdag', 'Önskemål, bekräftas av nätbolaget.', { notBefore: 'today' }),
]

const people = [
  text('regelef_namn', 'Elinstallatör för regelefterlevnad', 'Företagets auktoriserade elinstallatör.', {
    ...R,
    maxLength: 100,
    pattern: NAME,
  }),
  choice('regelef_typ', 'Auktorisation', 'A full, AL lågspänning, B begränsad.', { A: 'A', AL: 'AL', B: 'B' }, R),
  text('utforare', 'Utförande montör på plats', 'Om annan än ansvarig.', { maxLength: 100, pattern: NAME }),
  phone('utforare_telefon', 'Montörens telefon', 'Om annan än ansvarig.'),
  text('kontakt_plats', 'Kontaktperson på plats', 'Vi ringer den här personen.', { maxLength: 100, pattern: NAME }),
  phone('kontakt_plats_telefon', 'Kontaktpersonens telefon', 'Vi ringer den här personen.'),
]

/** Q: dates and installers. In flow D the work is already done, so there is no expected date. */
export function dates(flow: Flow): Section {
  return { key: 'Q', title: 'Datum och installatör', fields: flow === 'D' ? people : [...expected, ...people] }
}
