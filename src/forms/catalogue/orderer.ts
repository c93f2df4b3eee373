import type { Field, Section } from '../definition.ts'
import { choice, date, email, gln, identity, is, not, phone, postcode, R, text, tick, yesNo } from './make.ts'

const NAME = {
  source: "^[\\p{L}\\p{N} '’.,&/()-]+$",
  message: 'Ett namn skrivs med bokstäver, mellanslag, bindestreck och punkt.',
}

export const TYPES = { privat: 'Privatperson', foretag: 'Företag eller organisation', dodsbo: 'Dödsbo' }

export const matter: Section = {
  key: 'A',
  title: 'Ärende',
  fields: [
    text('er_referens', 'Er referens', 'Eget projekt- eller ordernummer. Syns i listan.', { maxLength: 40 }),
    text('arendenamn', 'Ärendenamn', 'Kort namn som ni känner igen ärendet på.', { maxLength: 80 }),
  ],
}

/** Name, address and how to reach a person or organisation: orderer, invoice recipient and end customer alike. */
export function party(
  prefix: string,
  { foreign, ...help }: { id: string; address: string; email: string; foreign: boolean },
): Field[] {
  const key = (name: string) => `${prefix}_${name}`
  return [
    choice(key('typ'), 'Kunden är', 'Privatperson eller företag/organisation.', TYPES, { ...R, width: 12 }),
    identity(key('id'), 'Person- eller organisationsnummer', help.id, {
      required: foreign ? not(is(key('utan_pnr'), true)) : true,
      sensitive: true,
    }),
    text(key('namn'), 'Namn / företagsnamn', 'För- och efternamn, eller registrerat namn.', {
      ...R,
      maxLength: 100,
      pattern: NAME,
    }),
    text(key('adress'), 'Adress', help.address, { ...R, maxLength: 100, width: 6 }),
    postcode(key('postnr'), 'Postnummer', 'Fem siffror.', { ...R, width: 3 }),
    text(key('ort'), 'Ort', 'Postort.', { ...R, maxLength: 60, width: 3 }),
    phone(key('telefon'), 'Telefon', 'Mobil helst, vi aviserar arbetet.', { ...R, blankAllowed: true }),
    email(key('epost'), 'E-post', help.email, { ...R, blankAllowed: true }),
  ]
}

const [type, id, ...address] = party('best', {
  id: 'Kundens nummer, aldrig ditt eget. Tio eller tolv siffror.',
  address: 'Adressen idag, inte den nya anläggningens.',
  email: 'Offert och avtal skickas hit.',
  foreign: true,
})

export const orderer: Section = {
  key: 'B',
  title: 'Beställare',
  fields: [
    { ...type!, label: 'Beställaren är' },
    id!,
    tick('best_utan_pnr', 'Kunden saknar svenskt personnummer', 'Kryssa i för utländsk kund och ange födelsedatum.', {
      width: 6,
    }),
    date('best_fodd', 'Födelsedatum', 'År, månad och dag.', {
      required: true,
      when: is('best_utan_pnr', true),
      notBefore: '1900-01-01',
      notAfter: 'today',
      sensitive: true,
    }),
    ...address,
    text('best_kontakt', 'Kontaktperson', 'Den som kan svara på frågor hos företaget.', {
      required: true,
      maxLength: 100,
      when: is('best_typ', 'foretag'),
    }),
    tick('best_digital_offert', 'Digital offert', 'Kunden får offerten digitalt.'),
    yesNo('best_ar_fastighetsagare', 'Beställaren äger fastigheten', 'Nej kräver ägarens medgivande som bilaga.', {
      ...R,
      width: 12,
    }),
    text('fastag_namn', 'Fastighetsägare', 'Den som står i fastighetsregistret.', {
      required: true,
      maxLength: 100,
      when: is('best_ar_fastighetsagare', false),
    }),
    phone('fastag_telefon', 'Fastighetsägarens telefon', 'Så att nätbolaget kan fråga om tillträde.', {
      required: true,
      when: is('best_ar_fastighetsagare', false),
    }),
  ],
}

const other = not(is('fakt_samma', true))

export const invoice: Section = {
  key: 'C',
  title: 'Fakturamottagare',
  fields: [
    tick('fakt_samma', 'Samma som beställare', 'Avmarkera för annan fakturamottagare.', { initial: true, width: 12 }),
    identity('fakt_id', 'Fakturamottagarens person- eller organisationsnummer', 'Den som ska betala anslutningen.', {
      required: true,
      when: other,
      sensitive: true,
    }),
    text('fakt_namn', 'Fakturamottagarens namn', 'Den som ska betala anslutningen.', {
      required: true,
      when: other,
      maxLength: 100,
    }),
    text('fakt_adress', 'Fakturaadress', 'Dit fakturan skickas.', { required: true, when: other }),
    postcode('fakt_postnr', 'Fakturapostnummer', 'Fem siffror.', { required: true, when: other, width: 3 }),
    text('fakt_ort', 'Fakturaort', 'Postort.', { required: true, when: other, width: 3, maxLength: 60 }),
    text('fakt_marke', 'Fakturamärkning', 'Referens som fakturan ska märkas med.', { maxLength: 60 }),
    choice('fakt_satt', 'Fakturasätt', 'Hur fakturan ska skickas.', {
      post: 'Post',
      epost: 'E-post',
      efaktura: 'E-faktura',
    }),
    gln('fakt_gln', 'GLN för e-faktura', 'Tretton siffror.', { required: true, when: is('fakt_satt', 'efaktura') }),
  ],
}
