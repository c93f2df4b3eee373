import type { Field, FormDefinition, Section } from '../definition.ts'
import { NAME } from '../names.ts'
import { completedFacilities, EARLIEST } from './block.ts'
import {
  aboutOne,
  askedIf,
  date,
  fuse,
  is,
  longText,
  meterNumber,
  number,
  phone,
  R,
  text,
  tick,
  yesNo,
} from './make.ts'
import type { Needs } from './requirements.ts'
import { party } from './party.ts'

const TAKEN_DOWN = 'Klart för nedtagning av mätaren'
const when = { ...R, notBefore: 'today' } as const

export function completion(needs: Needs): FormDefinition {
  const one = aboutOne(needs, 'y_rader')
  const work: Section = {
    key: 'Y',
    title: 'Färdiganmälan',
    fields: [
      date('y_utfort', 'Arbetet utfört', 'Dag då arbetet blev klart.', { ...R, notAfter: 'today' }),
      ...(needs.mountsMeter && needs.block !== 'always'
        ? [
            date('y_klar_matare', needs.takesDown ? TAKEN_DOWN : 'Klart för mätarmontage', EARLIEST, {
              ...when,
              ...one,
            }),
          ]
        : []),
      ...(needs.connects ? [date('y_klar_tillk', 'Klart för tillkoppling', EARLIEST, when)] : []),
      text('y_kontakt', 'Kontakt på plats', 'Montören ringer den här personen.', {
        ...R,
        maxLength: 100,
        pattern: NAME,
      }),
      phone('y_telefon', 'Kontaktens telefon', 'Montören ringer den här personen.', R),
      ...(needs.grantsFuse && needs.block !== 'always'
        ? [fuse('y_sakr', 'Monterad mätarsäkring', 'Ska stämma med medgivandet.', { ...R, ...one })]
        : []),
      ...(needs.hasMeter && needs.block !== 'always'
        ? [
            meterNumber('y_matare_bef', 'Befintligt mätarnummer', 'Kontrollera på plats.', {
              ...one,
              required: needs.knowsMeter,
            }),
          ]
        : []),
      ...(needs.block === 'always' ? [] : reading(needs)),
      ...(needs.block === 'no' ? [] : [completedFacilities(needs)]),
      ...(needs.commissions || needs.commissionsStorage ? commissioning : []),
      ...(needs.commissions ? [sign] : []),
      ...deviation(needs.direct),
      tick('y_egenkontroll', 'Egenkontroll utförd', 'Kontroll före ibruktagning enligt egenkontrollprogram.', {
        ...R,
        width: 12,
      }),
      // In flow D the notice, sent together with this, already names the person.
      ...(needs.direct ? [] : [compliance]),
      longText('y_upplysningar', 'Upplysningar till montören', 'Nyckel, hund, grävning …', { width: 12 }),
    ],
  }
  return {
    sections: [work, endCustomer(needs)],
    attachments: [{ kind: 'FOT', label: 'Foto', help: 'Av mätarplats eller märkskylt, om det hjälper.' }],
    rules: ['V12', 'V13', 'V19', 'Y01', 'Y02', 'Y03'],
  }
}

/** Where a facility ends nobody gets a subscription: whoever had it gets the last invoice. */
function endCustomer({ newCustomer, takesDown }: Needs): Section {
  const who = party('y_slutkund', {
    id: 'Abonnentens nummer. Tio eller tolv siffror.',
    adress: takesDown ? 'Slutfakturan skickas hit.' : 'Nätavtal och faktura skickas hit.',
    epost: takesDown ? 'Avisering och slutfaktura skickas hit.' : 'Avtal och avisering skickas hit.',
  })
  return {
    key: 'S',
    title: 'Slutkund',
    help: takesDown ? 'Kunden som har haft elnätsabonnemanget.' : 'Kunden som ska ha elnätsabonnemanget.',
    ...(!newCustomer && { optional: true }),
    fields: Object.values({ ...who, id: { ...who.id, blankAllowed: true } }),
  }
}

function reading(needs: Needs): Field[] {
  const required = needs.readsMeter
  return [
    number('y_matarst', 'Mätarställning', 'Notera vid alla ändringar som påverkar avtalet.', {
      ...aboutOne(needs, 'y_rader'),
      required,
      unit: 'kWh',
      min: 0,
      max: 99_999_999,
      width: 3,
    }),
    date('y_matarst_datum', 'Avläst den', 'Dagen du läste av mätaren.', { required, notAfter: 'today', width: 3 }),
  ]
}

const commissioning: Field[] = [
  text('y_vr_serienr', 'Serienummer', 'Ett per växelriktare, med komma mellan.', { ...R, width: 12 }),
  tick('y_prod_test', 'Provdrift utförd', 'Innan mätarbyte ska anläggningen vara avstängd.', R),
  tick('y_skydd_installt', 'Skydd inställda', 'Enligt ALP eller medgivandet.', R),
]
const sign = tick('prod_skylt', 'Varselmärkning finns', 'Skylt om bakspänning vid mätare och central.', {
  ...R,
  width: 12,
})

function deviation(direct: boolean): Field[] {
  const label = direct ? 'Avvikelse från anmälan' : 'Avvikelse från medgivandet'
  return [
    yesNo('y_avvikelse', label, 'Beskriv, annars börjar handläggningen om.', { ...R, width: 12 }),
    text('y_avvikelse_text', 'Vad avviker', 'Vad som blev annorlunda och varför.', {
      ...askedIf(is('y_avvikelse', true)),
      width: 12,
    }),
  ]
}

const compliance = text(
  'y_regelef',
  'Elinstallatör för regelefterlevnad',
  'Svarar för arbetet. Ändra om det är någon annan än i föranmälan.',
  {
    ...R,
    startsAs: 'regelef_namn',
    maxLength: 100,
    pattern: NAME,
    width: 12,
  },
)
