import type { Section } from '../definition.ts'
import { NAME } from '../names.ts'
import { askedIf, begun, choices, date, is, not, phone, R, text, tick, yesNo } from './make.ts'
import { party } from './party.ts'
import type { Needs } from './requirements.ts'

const who = party('best', {
  id: 'Kundens nummer, aldrig ditt eget. Tio eller tolv siffror.',
  adress: 'Adressen idag, inte den nya anläggningens.',
  epost: 'Offert och avtal skickas hit.',
})
const withoutNumber = is('best_utan_pnr', true)
const notOwner = is('best_ar_fastighetsagare', false)

/** B: who orders the work, the network owner's customer (docs/domain.md 3.2). */
export const orderer = (needs: Needs): Section => ({
  key: 'B',
  title: 'Beställare',
  fields: [
    { ...who.typ, label: 'Beställaren är', ...begun(needs.home ? 'privat' : undefined) },
    { ...who.id, required: not(withoutNumber) },
    tick('best_utan_pnr', 'Kunden saknar svenskt personnummer', 'Kryssa i för utländsk kund och ange födelsedatum.'),
    date('best_fodd', 'Födelsedatum', 'År, månad och dag.', {
      ...askedIf(withoutNumber),
      notBefore: '1900-01-01',
      notAfter: 'today',
      sensitive: true,
      width: 12,
    }),
    who.namn,
    text('best_kontakt', 'Kontaktperson', 'Person hos er som kan svara på frågor.', {
      ...askedIf(is('best_typ', 'foretag')),
      maxLength: 100,
      pattern: NAME,
    }),
    who.adress,
    who.postnr,
    who.postnr_utl,
    who.ort,
    { ...who.land, help: 'Lämna Sverige om inget annat gäller.', initial: 'SE' },
    who.telefon,
    who.epost,
    tick('best_digital_offert', 'Digital offert', 'Kunden får offerten digitalt.'),
    choices('best_uppdat', 'Skicka uppdateringar till beställaren', 'Kunden får besked om ärendets status.', {
      epost: 'E-post',
      sms: 'SMS',
    }),
    yesNo('best_ar_fastighetsagare', 'Beställaren äger fastigheten', 'Nej kräver ägarens medgivande.', {
      ...R,
      ...begun(needs.home || undefined),
      width: 12,
    }),
    text('fastag_namn', 'Fastighetsägare', 'Ägare enligt fastighetsregistret.', {
      ...askedIf(notOwner),
      maxLength: 100,
      pattern: NAME,
    }),
    phone(
      'fastag_telefon',
      'Fastighetsägarens telefon',
      'Så att nätbolaget kan fråga om tillträde.',
      askedIf(notOwner),
    ),
  ],
})
