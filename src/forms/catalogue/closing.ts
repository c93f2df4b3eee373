import type { Field, FormDefinition, Section } from '../definition.ts'
import { date, facilityId, fuse, is, longText, meterNumber, number, phone, R, text, tick, yesNo } from './make.ts'
import { party } from './orderer.ts'

/** What a job type has, as far as the owner's and the closing parts depend on it. */
export interface Traits {
  isNew: boolean
  hasFuse: boolean
  hasMeter: boolean
  hasProduction: boolean
  existing: boolean
  readsMeter: boolean
}

/** X: the consent's network data, written by the handläggare (domain.md 3.3). */
export function consent(traits: Traits): FormDefinition {
  const fields: Field[] = [
    facilityId('x_anl_id', 'Anläggnings-ID uttag', 'Numret som anläggningen har eller får.', {
      required: traits.isNew,
      width: 12,
    }),
    ...(traits.hasProduction
      ? [
          facilityId('x_anl_id_inm', 'Anläggnings-ID inmatning', 'Solanläggning får eget nummer för inmatning.', {
            ...R,
            width: 12,
          } as const),
          number('x_max_inmatning', 'Medgiven inmatning', 'Högsta effekt ut på nätet.', {
            ...R,
            unit: 'kW',
            decimals: 2,
            min: 0,
            max: 1_000_000,
            width: 12,
          }),
          text('x_produktionsvillkor', 'Villkor för produktionen', 'T.ex. begränsning eller obalansskydd.', {
            width: 12,
          }),
        ]
      : []),
    ...(traits.hasFuse
      ? [
          fuse('x_matarsakring', 'Beviljad mätarsäkring', 'Det installatören ska följa.', {
            ...R,
            unit: 'A',
            width: 12,
          } as const),
          fuse('x_servissakring', 'Beviljad servissäkring', 'Om den är en annan.', { unit: 'A', width: 12 } as const),
          text('x_anslutningspunkt', 'Anslutningspunkt', 'Skåp eller station installatören ska följa.', {
            ...R,
            maxLength: 60,
            width: 12,
          } as const),
        ]
      : []),
    number('x_ik3_max', 'Kortslutningsström, högsta', 'Dimensionerande värde i anslutningspunkten.', {
      unit: 'kA',
      decimals: 3,
      min: 0,
      max: 200,
      width: 6,
    }),
    number('x_ik1_min', 'Kortslutningsström, lägsta', 'Dimensionerande värde i anslutningspunkten.', {
      unit: 'A',
      min: 0,
      max: 200_000,
      width: 6,
    }),
    number('x_forimp', 'Förimpedans', 'Dimensionerande värde i anslutningspunkten.', {
      unit: 'mΩ',
      decimals: 1,
      min: 0,
      max: 100_000,
      width: 6,
    }),
    text('x_kabel', 'Serviskabel', 'Typ och area.', { maxLength: 60, width: 6 }),
    date('x_servis_utfors', 'Servis utförs senast', 'Planerat datum.', { width: 6 }),
    ...(traits.hasMeter ? [text('x_matare', 'Mätartyp', 'Vad som monteras.', { maxLength: 60, width: 6 })] : []),
    longText('x_upplysningar', 'Upplysningar till installatören', 'Syns för installatören.', {
      maxLength: 4000,
      width: 12,
    }),
  ]
  return { sections: [{ key: 'X', title: 'Nätuppgifter', fields }], attachments: [], rules: [] }
}

/** Y: the completion, written by the installer (domain.md 3.3). */
export function completion(traits: Traits): FormDefinition {
  const work: Section = {
    key: 'Y',
    title: 'Färdiganmälan',
    fields: [
      date('y_utfort', 'Arbetet utfört', 'Dag då arbetet blev klart.', { ...R, notAfter: 'today' }),
      ...(traits.hasMeter
        ? [
            date('y_klar_matare', 'Klart för mätarmontage', 'Tidigaste dag nätägaren kan komma.', {
              ...R,
              notBefore: 'today',
            } as const),
          ]
        : []),
      ...(traits.isNew
        ? [
            date('y_klar_tillk', 'Klart för tillkoppling', 'Tidigaste dag nätägaren kan komma.', {
              ...R,
              notBefore: 'today',
            } as const),
          ]
        : []),
      text('y_kontakt', 'Kontakt på plats', 'Den montören ringer.', { ...R, maxLength: 100 }),
      phone('y_telefon', 'Kontaktens telefon', 'Den montören ringer.', R),
      ...(traits.hasFuse
        ? [fuse('y_sakr', 'Monterad mätarsäkring', 'Ska stämma med medgivandet.', { ...R, unit: 'A' } as const)]
        : []),
      number('y_matarst', 'Mätarställning', 'Notera vid alla ändringar som påverkar avtalet.', {
        required: traits.readsMeter,
        unit: 'kWh',
        min: 0,
        max: 99_999_999,
      }),
      date('y_matarst_datum', 'Avläst den', 'Dagen du läste av mätaren.', {
        required: traits.readsMeter,
        notAfter: 'today',
      }),
      ...(traits.existing ? [meterNumber('y_matare_bef', 'Befintligt mätarnummer', 'Kontrollera på plats.', R)] : []),
      ...(traits.hasProduction
        ? [
            text('y_vr_serienr', 'Växelriktarnas serienummer', 'Ett per växelriktare, med komma mellan.', {
              ...R,
              maxLength: 200,
            } as const),
            tick('y_prod_test', 'Provdrift utförd', 'Före mätarbytet ska anläggningen vara avstängd.', R),
            tick('y_skydd_installt', 'Skydd inställda', 'Enligt ALP eller medgivandet.', R),
            tick('prod_skylt', 'Varselmärkning finns', 'Skylt om bakspänning vid mätare och central.', R),
          ]
        : []),
      yesNo(
        'y_avvikelse',
        'Avviker arbetet från anmälan eller medgivandet',
        'Beskriv, annars börjar handläggningen om.',
        { ...R, width: 12 },
      ),
      text('y_avvikelse_text', 'Vad avviker', 'Vad som blev annorlunda och varför.', {
        required: true,
        when: is('y_avvikelse', true),
        width: 12,
      }),
      tick('y_egenkontroll', 'Egenkontroll utförd', 'Kontroll före ibruktagning enligt egenkontrollprogram.', {
        ...R,
        width: 12,
      }),
      longText('y_upplysningar', 'Upplysningar till montören', 'Nyckel, hund, grävning …', { width: 12 }),
    ],
  }
  const customer: Section = {
    key: 'S',
    title: 'Slutkund',
    help: 'Den som ska ha elnätsabonnemanget.',
    fields: party('y_slutkund', {
      id: 'Abonnentens nummer. Tio eller tolv siffror.',
      address: 'Dit nätavtal och faktura skickas.',
      email: 'Avtal och avisering skickas hit.',
      foreign: false,
    }),
  }
  return {
    sections: [work, customer],
    attachments: [{ kind: 'FOT', label: 'Foto', help: 'Av mätarplats eller märkskylt, om det hjälper.' }],
    rules: ['Y01', 'Y02', 'Y03', 'Y04'],
  }
}
