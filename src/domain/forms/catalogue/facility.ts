import type { Condition, Field, Section } from '../definition.ts'
import { count, facilityRows } from './block.ts'
import {
  aboutOne,
  askedIf,
  begun,
  choice,
  facilityId,
  is,
  meterNumber,
  not,
  number,
  postcode,
  R,
  text,
  tick,
} from './make.ts'
import type { Needs } from './requirements.ts'

/** D: where the work is done and what is supplied there (docs/domain.md 3.2). */
export function facility(needs: Needs): Section {
  const noAddress = is('anl_utan_adress', true)
  return {
    key: 'D',
    title: 'Anläggning',
    fields: [
      ...(needs.block === 'always' && !needs.divides ? [] : one(needs)),
      ...(needs.infeedId
        ? [
            facilityId('anl_id_inm', 'Anläggnings-ID inmatning', 'Eget nummer för produktion, om det finns.', {
              ...R,
              width: 12,
            }),
          ]
        : []),
      text('anl_adress', 'Anläggningsadress', 'Platsen där arbetet görs.', { required: not(noAddress) }),
      postcode('anl_postnr', 'Anläggningens postnummer', 'Fem siffror.', { required: not(noAddress), width: 3 }),
      text('anl_ort', 'Anläggningens ort', 'Postort.', { required: not(noAddress), maxLength: 60, width: 3 }),
      tick('anl_utan_adress', 'Tomt utan adress', 'Nya områden kan sakna gatuadress.', { width: 12 }),
      ...coordinates(noAddress),
      text('fastighet', 'Fastighetsbeteckning', 'T.ex. Berget 1:23 eller Kvarnen 5.', {
        required: needs.property || noAddress,
        maxLength: 60,
        pattern: { source: '\\d', message: 'En fastighetsbeteckning har en siffra, t.ex. Berget 1:23.' },
      }),
      text('kommun', 'Kommun', 'Kommunen där fastigheten ligger.', { suggest: 'municipality', maxLength: 60 }),
      choice('anl_typ', 'Anläggningstyp', 'Vad som ska försörjas.', FACILITIES, { ...R, ...begun(needs.place) }),
      ...(needs.block === 'always' ? [] : flat(needs)),
      ...(needs.block === 'no' ? [] : [facilityRows(needs), count(needs)]),
      tick('avbrott_kansligt', 'Avbrottskänslig verksamhet', 'T.ex. vård, djurhållning.'),
      text('avbrott_text', 'Vad tål inte avbrott', 'Så att nätbolaget kan planera arbetet.', {
        ...askedIf(is('avbrott_kansligt', true)),
      }),
    ],
  }
}

/** The identifiers of a single facility. */
function one(needs: Needs): Field[] {
  return [
    facilityId('anl_id', 'Anläggnings-ID (EAN)', '18 siffror, börjar med 735999. Står på fakturan eller mätaren.', {
      ...aboutOne(needs),
      required: needs.facilityId,
    }),
    meterNumber('matarnummer', 'Mätarnummer', 'Står på elmätarens framsida.', {
      ...aboutOne(needs),
      required: needs.meterNumber,
      width: 3,
    }),
    text('tekniskt_nr', 'Tekniskt nummer', 'Nätbolagets beteckning om du känner till den.', {
      ...aboutOne(needs),
      maxLength: 30,
      width: 3,
    }),
  ]
}

function flat(needs: Needs): Field[] {
  return [
    text('lgh_nr', 'Lägenhetsnummer', 'Fyra siffror enligt lägenhetsregistret.', {
      ...aboutOne(needs),
      required: needs.flatInHouse && is('anl_typ', 'lagenhet'),
      width: 3,
      pattern: { source: '^\\d{4}$', message: 'Lägenhetsnummer har fyra siffror, t.ex. 1001.' },
    }),
    text('anl_benamning', 'Benämning', 'T.ex. Lgh 1101, Butik, Hiss.', {
      ...aboutOne(needs),
      maxLength: 40,
      width: 3,
    }),
  ]
}

/** SWEREF 99 TM in metres: bounding box of Sweden. */
function coordinates(when: Condition) {
  return [
    number('koordinat_n', 'Koordinat N (SWEREF 99 TM)', 'N i meter, sju siffror.', {
      ...askedIf(when),
      unit: 'm',
      min: 6_100_000,
      max: 7_700_000,
    }),
    number('koordinat_e', 'Koordinat E (SWEREF 99 TM)', 'E i meter, sex siffror.', {
      ...askedIf(when),
      unit: 'm',
      min: 250_000,
      max: 950_000,
    }),
  ]
}

const FACILITIES = {
  villa: 'Villa',
  radhus: 'Radhus',
  fritidshus: 'Fritidshus',
  flerbostadshus: 'Flerbostadshus',
  lagenhet: 'Lägenhet',
  lantbruk: 'Lantbruk',
  industri: 'Industri',
  kontor: 'Kontor eller butik',
  garage: 'Garage',
  pump: 'Pump',
  telekom: 'Telekom',
  belysning: 'Belysning',
  laddning: 'Laddning',
  annat: 'Annat',
}
