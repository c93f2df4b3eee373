import type { Section } from '../definition.ts'
import {
  choice,
  choices,
  date,
  facilityId,
  is,
  meterNumber,
  not,
  number,
  postcode,
  R,
  text,
  tick,
  yesNo,
} from './make.ts'

/** What a job type asks of the facility beyond the address. */
export interface FacilityNeeds {
  id: boolean
  meter: boolean
  property: boolean
}

export function facility({ id, meter, property }: FacilityNeeds): Section {
  const noAddress = is('anl_utan_adress', true)
  return {
    key: 'D',
    title: 'Anläggning',
    fields: [
      facilityId('anl_id', 'Anläggnings-ID (EAN)', '18 siffror, börjar med 735999. Står på fakturan eller mätaren.', {
        required: id,
      }),
      meterNumber('matarnummer', 'Mätarnummer', 'Står på elmätarens framsida.', { required: meter }),
      text('tekniskt_nr', 'Tekniskt nummer', 'Nätägarens beteckning om du känner till den.', { maxLength: 30 }),
      choice('anl_typ', 'Anläggningstyp', 'Vad som ska försörjas.', FACILITIES, R),
      text('anl_adress', 'Anläggningsadress', 'Platsen där arbetet görs.', {
        required: not(noAddress),
        maxLength: 100,
        width: 6,
      }),
      postcode('anl_postnr', 'Anläggningens postnummer', 'Fem siffror.', { required: not(noAddress), width: 3 }),
      text('anl_ort', 'Anläggningens ort', 'Postort.', { required: not(noAddress), maxLength: 60, width: 3 }),
      tick('anl_utan_adress', 'Tomt utan adress', 'Nya områden kan sakna gatuadress.', { width: 12 }),
      text('fastighet', 'Fastighetsbeteckning', 'T.ex. Berget 1:23 eller Kvarnen 5.', {
        required: property || noAddress,
        maxLength: 60,
        pattern: { source: '\\d', message: 'En fastighetsbeteckning har en siffra, t.ex. Berget 1:23.' },
      }),
      text('kommun', 'Kommun', 'Där fastigheten ligger.', { maxLength: 60 }),
      text('lgh_nr', 'Lägenhetsnummer', 'Fyra siffror enligt lägenhetsregistret.', {
        width: 3,
        pattern: { source: '^\\d{4}$', message: 'Lägenhetsnummer har fyra siffror, t.ex. 1001.' },
      }),
      number('koord_n', 'Koordinat N (SWEREF 99 TM)', 'Meter norrut, sju siffror.', {
        required: true,
        when: noAddress,
        min: 6_100_000,
        max: 7_700_000,
        width: 3,
      }),
      number('koord_e', 'Koordinat E (SWEREF 99 TM)', 'Meter österut, sex siffror.', {
        required: true,
        when: noAddress,
        min: 250_000,
        max: 950_000,
        width: 3,
      }),
      tick('avbrott_kansligt', 'Avbrottskänslig verksamhet', 'T.ex. vård, djurhållning.', { width: 6 }),
      text('avbrott_text', 'Vad tål inte avbrott', 'Så att vi kan planera arbetet.', {
        required: true,
        when: is('avbrott_kansligt', true),
      }),
    ],
  }
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

/** E: at once, or only when the incoming cable is affected (BE03, BE06). */
export function service(asksFirst: boolean, long: boolean): Section {
  const when = asksFirst ? { when: is('servis_berors', true) } : {}
  const fields = [
    choices('servis_atgard', 'Åtgärd på servis', 'Vad ska hända med servisen?', ACTIONS, { ...R, ...when, width: 12 }),
    choice(
      'servis_typ',
      'Servistyp',
      'Kabel i mark, luftledning eller hängkabel.',
      { kabel: 'Kabel', luft: 'Luftledning', hangkabel: 'Hängkabel', vet_ej: 'Vet ej' },
      when,
    ),
    text('servis_fran', 'Ansluts i kabelskåp/station', 'Beteckning på skåpet om du vet den.', {
      ...when,
      maxLength: 20,
    }),
    number('servis_langd_tomt', 'Kabellängd på tomt', 'Från tomtgräns till mätarskåp.', {
      ...when,
      required: long,
      unit: 'm',
      min: 0,
      max: 1000,
    }),
    choice(
      'servis_ror',
      'Kabelrör förlagt',
      'Kundens rör klart för kabeldragning?',
      { ja: 'Ja', nej: 'Nej', planerat: 'Planerat' },
      { ...when, required: long },
    ),
    date('servis_ror_datum', 'Kabelrör klart den', 'När röret beräknas ligga på plats.', {
      required: true,
      when: is('servis_ror', 'planerat'),
    }),
    text('servis_kabel', 'Kabeltyp och area', 'T.ex. N1XE 4G10.', { ...when, maxLength: 30 }),
    choice(
      'grav_ansvar',
      'Schakt utförs av',
      'Vem gräver på tomten.',
      { kund: 'Kund', installator: 'Installatör', natagare: 'Nätägare' },
      when,
    ),
  ]
  const first = yesNo('servis_berors', 'Berörs inkommande kabel?', 'Ja om servisledningen påverkas av ändringen.', {
    ...R,
    width: 12,
  })
  return { key: 'E', title: 'Servis', fields: asksFirst ? [first, ...fields] : fields }
}

const ACTIONS = {
  ny: 'Ny',
  flytt: 'Flytt',
  byte: 'Byte',
  forlangning: 'Förlängning',
  forkortning: 'Förkortning',
  placering: 'Placeringsändring',
  ingen: 'Ingen',
}
