import type { Section } from '../definition.ts'
import { choice, date, fuse, group, is, number, oneOf, R, text, tick } from './make.ts'

const PHASES = { 1: '1-fas', 3: '3-fas' }

/** Is there a fuse before the work, one after it, or both? */
export interface FuseNeeds {
  before: boolean
  after: boolean
  /** Yearly use is asked for. */
  consumption: boolean
}

export function fuses({ before, after, consumption }: FuseNeeds): Section {
  return {
    key: 'F',
    title: 'Säkring och effekt',
    fields: [
      fuse('sakr_bef', 'Befintlig huvudsäkring', 'Mätarsäkringen före arbetet.', { required: before, unit: 'A' }),
      fuse('sakr_ny', 'Önskad huvudsäkring / mätarsäkring', 'Storleken efter arbetet.', { required: after, unit: 'A' }),
      choice('fas_bef', 'Antal faser idag', '1 eller 3.', PHASES, {}),
      choice('fas_ny', 'Antal faser efter arbetet', '1 eller 3.', PHASES, { required: after }),
      fuse('servissakr_bef', 'Befintlig servissäkring', 'Säkringen som skyddar servisen.', { unit: 'A' }),
      fuse('servissakr_ny', 'Ny servissäkring', 'Minst lika stor som mätarsäkringen.', { unit: 'A' }),
      date('senaste_andring', 'Senaste säkringsändring', 'Nätägaren tillåter normalt en per 12 månader.', {
        notAfter: 'today',
      }),
      number('arsforbr', 'Beräknad årsförbrukning', 'Uppskatta för ett normalår.', {
        required: consumption,
        unit: 'kWh',
        min: 0,
        max: 50_000_000,
      }),
      number('max_effekt', 'Beräknat effektbehov', 'Högsta samtidiga uttag.', {
        required: { field: 'sakr_ny', above: 63 },
        unit: 'kW',
        decimals: 1,
        min: 0,
        max: 100_000,
      }),
      choice('uppvarmning', 'Uppvärmningssätt', 'Huvudsaklig värmekälla.', HEATING, {
        required: consumption && !before ? oneOf('anl_typ', 'villa', 'radhus', 'fritidshus') : false,
      }),
      tick('sasong', 'Säsongsmässig ändring', 'Ej tillåtet hos de flesta.'),
    ],
  }
}

const HEATING = {
  direktel: 'Direktel',
  luftvatten: 'Luft/vatten',
  bergvarme: 'Bergvärme',
  luftluft: 'Luft/luft',
  fjarrvarme: 'Fjärrvärme',
  bio: 'Bio',
  ingen: 'Ingen',
  annat: 'Annat',
}

export const appliances: Section = {
  key: 'G',
  title: 'Apparater',
  fields: [
    group(
      'app',
      'Apparater',
      'Ange apparater som kan påverka nätet eller som kräver föranmälan.',
      'Apparat',
      [
        choice('app_typ', 'Apparat', 'Vad som ska anslutas.', APPLIANCES(), R),
        number('app_antal', 'Antal', 'Hur många likadana.', { ...R, min: 1, max: 999, width: 3 }),
        number('app_effekt', 'Effekt', 'Märkeffekt för en apparat.', {
          ...R,
          unit: 'kW',
          decimals: 2,
          min: 0.01,
          max: 5000,
          width: 3,
        }),
        choice('app_fas', 'Faser', '1 eller 3.', PHASES, { ...R, width: 3 }),
        number('app_startstrom', 'Startström', 'Om den är känd.', {
          unit: 'A',
          decimals: 1,
          min: 0,
          max: 100_000,
          width: 3,
        }),
        choice('app_startmetod', 'Startmetod', 'Hur motorn startas.', STARTS(), {
          required: oneOf('app_typ', 'motor', 'direktstart'),
          width: 6,
        }),
        text('app_fabrikat', 'Fabrikat', 'Som på märkskylten.', { maxLength: 60 }),
      ],
      { maxRows: 20 },
    ),
  ],
}

function APPLIANCES() {
  return {
    varmepump: 'Värmepump',
    spis: 'Spis',
    spabad: 'Spabad',
    bastu: 'Bastu',
    motor: 'Motor',
    svets: 'Svets',
    direktstart: 'Direktstartad maskin',
    varmvatten: 'Varmvattenberedare',
    annat: 'Annat',
  }
}

function STARTS() {
  return { direkt: 'Direkt', yd: 'Y/D', mjukstart: 'Mjukstart', frekvens: 'Frekvensomriktare' }
}

const PLACES = {
  fasad: 'Fasadmätarskåp',
  mark: 'Markmätarskåp',
  tomtgrans: 'Mätarskåp i tomtgräns',
  elrum: 'Elrum',
  nisch: 'Mätarnisch i lägenhet',
  byggskap: 'Byggskåp',
  inomhus: 'Inomhus (befintlig)',
  annat: 'Annat',
}

/** H; `initial` is what the job type does to the meter, `moves` asks where it is today (BE06). */
export function metering(initial: 'satta_upp' | 'byta' | 'flytta' | 'ta_ned' | 'ingen', moves = false): Section {
  return {
    key: 'H',
    title: 'Mätning',
    fields: [
      choice('matmetod', 'Mätmetod', 'Direktmätning upp till 63 A, annars via mättransformator.', METHODS, {
        ...R,
        initial: 'direkt',
      }),
      text('ct_omsattning', 'Strömtransformatorns omsättning', 'T.ex. 100/5.', {
        when: is('matmetod', 'stromtrafo'),
        required: true,
        pattern: { source: '^\\d{2,4}/[15]$', message: 'Skriv omsättningen som 100/5.' },
      }),
      ...(moves ? [choice('mat_placering_bef', 'Nuvarande placering', 'Var mätaren sitter idag.', PLACES, R)] : []),
      choice('mat_placering', 'Mätarplacering', 'Var mätaren sitter efter arbetet.', PLACES, R),
      choice('mat_atgard', 'Åtgärd på mätare', 'Vad nätägaren ska göra.', METER_WORK, { ...R, initial }),
      choice(
        'nyckel',
        'Tillträde',
        'Hur montören kommer in.',
        { fritt: 'Fritt tillträde', nyckel: 'Nyckel hos granne eller i skåp', kund: 'Kontakta kund' },
        {},
      ),
      text('nyckel_text', 'Om tillträdet', 'T.ex. var nyckeln finns.', {
        when: is('nyckel', 'nyckel'),
        required: true,
      }),
    ],
  }
}

const METHODS = { direkt: 'Direktmätning', stromtrafo: 'Strömtransformator', hogspanning: 'Högspänning' }
const METER_WORK = {
  satta_upp: 'Sätta upp',
  byta: 'Byta',
  flytta: 'Flytta',
  ta_ned: 'Ta ned',
  plombera: 'Plombera om',
  ingen: 'Ingen',
}
