import type { Condition, Section } from '../definition.ts'
import { COUNTRIES } from '../countries.ts'
import { NAME } from '../names.ts'
import { askedIf, choice, filled, gln, identity, is, not, postcode, text, tick } from './make.ts'

const other = not(is('fakt_samma', true))
const abroad: Condition = { all: [filled('fakt_land'), not(is('fakt_land', 'SE'))] }

/** C: who pays for the connection; a single checkbox as long as it is the orderer. */
export const invoice: Section = {
  key: 'C',
  title: 'Fakturamottagare',
  fields: [
    tick('fakt_samma', 'Samma som beställare', 'Avmarkera för annan fakturamottagare.', { initial: true, width: 12 }),
    identity('fakt_id', 'Fakturamottagarens person- eller organisationsnummer', 'Betalar anslutningen.', {
      ...askedIf(other),
      sensitive: true,
    }),
    text('fakt_namn', 'Fakturamottagare', 'Betalar anslutningen.', {
      ...askedIf(other),
      maxLength: 100,
      pattern: NAME,
    }),
    text('fakt_adress', 'Fakturaadress', 'Fakturan skickas hit.', askedIf(other)),
    postcode('fakt_postnr', 'Postnummer för fakturan', 'Fem siffror.', {
      ...askedIf({ all: [other, not(abroad)] }),
      width: 3,
    }),
    text('fakt_postnr_utl', 'Postnummer för fakturan utomlands', 'Som det skrivs i landet.', {
      ...askedIf({ all: [other, abroad] }),
      maxLength: 12,
      width: 3,
    }),
    text('fakt_ort', 'Ort för fakturan', 'Postort.', { ...askedIf(other), maxLength: 60, width: 3 }),
    choice('fakt_land', 'Fakturans land', 'Lämna Sverige om inget annat gäller.', COUNTRIES, {
      when: other,
      initial: 'SE',
    }),
    text('fakt_marke', 'Fakturamärkning', 'Referens som fakturan ska märkas med.', { when: other, maxLength: 60 }),
    choice(
      'fakt_satt',
      'Fakturasätt',
      'Hur fakturan ska skickas.',
      { post: 'Post', epost: 'E-post', efaktura: 'E-faktura' },
      { when: other },
    ),
    gln('fakt_gln', 'GLN för e-faktura', 'Tretton siffror.', askedIf(is('fakt_satt', 'efaktura'))),
  ],
}
