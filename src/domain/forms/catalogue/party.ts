import type { Condition, Field } from '../definition.ts'
import { COUNTRIES } from '../countries.ts'
import { NAME } from '../names.ts'
import { askedIf, choice, email, filled, identity, is, not, phone, postcode, R, text } from './make.ts'

export const WHO = { privat: 'Privatperson', foretag: 'Företag eller organisation', dodsbo: 'Dödsbo' }

type Part = 'typ' | 'id' | 'namn' | AddressPart | 'telefon' | 'epost'
type AddressPart = 'adress' | 'postnr' | 'postnr_utl' | 'ort' | 'land'

/** Who someone is, where they live and how to reach them: the orderer (B) and the end customer (Y) are asked alike. */
export function party(prefix: string, help: Record<'id' | 'adress' | 'epost', string>): Record<Part, Field> {
  const blank = { required: true, blankAllowed: true }
  return {
    typ: choice(`${prefix}_typ`, 'Kunden är', 'Privatperson eller företag/organisation.', WHO, { ...R, width: 12 }),
    id: identity(`${prefix}_id`, 'Person- eller organisationsnummer', help.id, { ...R, sensitive: true }),
    namn: text(`${prefix}_namn`, 'Namn / företagsnamn', 'För- och efternamn, eller registrerat namn.', {
      ...R,
      maxLength: 100,
      pattern: NAME,
    }),
    adress: text(`${prefix}_adress`, 'Adress', help.adress, R),
    ...whereabouts(prefix),
    telefon: phone(`${prefix}_telefon`, 'Telefon', 'Mobil helst, vi aviserar arbetet.', blank),
    epost: email(`${prefix}_epost`, 'E-post', help.epost, blank),
  }
}

/** Postnummer and city, in another country as they are written there. */
function whereabouts(prefix: string): Record<Exclude<AddressPart, 'adress'>, Field> {
  const land = `${prefix}_land`
  const abroad: Condition = { all: [filled(land), not(is(land, 'SE'))] }
  return {
    postnr: postcode(`${prefix}_postnr`, 'Postnummer', 'Fem siffror.', { ...R, when: not(abroad), width: 3 }),
    postnr_utl: text(`${prefix}_postnr_utl`, 'Postnummer utomlands', 'Som det skrivs i landet.', {
      ...askedIf(abroad),
      maxLength: 12,
      width: 3,
    }),
    ort: text(`${prefix}_ort`, 'Ort', 'Postort.', { ...R, maxLength: 60, width: 3 }),
    land: choice(land, 'Land', 'Lämna tomt för Sverige.', COUNTRIES),
  }
}
