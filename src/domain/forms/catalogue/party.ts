import type { Field } from '../definition.ts'
import { NAME } from '../names.ts'
import { choice, email, identity, phone, postcode, R, text } from './make.ts'

export const WHO = { privat: 'Privatperson', foretag: 'Företag eller organisation', dodsbo: 'Dödsbo' }

type Part = 'typ' | 'id' | 'namn' | 'adress' | 'postnr' | 'ort' | 'telefon' | 'epost'

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
    postnr: postcode(`${prefix}_postnr`, 'Postnummer', 'Fem siffror.', { ...R, width: 3 }),
    ort: text(`${prefix}_ort`, 'Ort', 'Postort.', { ...R, maxLength: 60, width: 3 }),
    telefon: phone(`${prefix}_telefon`, 'Telefon', 'Mobil helst, vi aviserar arbetet.', blank),
    epost: email(`${prefix}_epost`, 'E-post', help.epost, blank),
  }
}
