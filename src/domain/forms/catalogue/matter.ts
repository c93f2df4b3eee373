import type { Section } from '../definition.ts'
import { text } from './make.ts'

/** A: what the company itself calls the case. Owner, area and job type are columns of the case. */
export const matter: Section = {
  key: 'A',
  title: 'Ärende',
  fields: [
    text('er_referens', 'Er referens', 'Eget projekt- eller ordernummer. Syns i listan.', { maxLength: 40 }),
    text('arendenamn', 'Ärendenamn', 'Kort namn som ni känner igen ärendet på.', { maxLength: 80 }),
  ],
}
