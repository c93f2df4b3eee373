import type { AttachmentSlot, Condition, Flow, FormDefinition, JobType, Section } from '../definition.ts'
import { completion, consent, type Traits } from './closing.ts'
import { facility, service } from './facility.ts'
import { is } from './make.ts'
import { invoice, matter, orderer } from './orderer.ts'
import { appliances, fuses, metering } from './power.ts'
import { charging, expectedDate, people, production, rest, storage, temporary, wishedDate } from './special.ts'

const TYPES = {
  NY: 'Ny anläggning',
  BE: 'Befintlig anläggning',
  TI: 'Tillfällig anläggning',
  PR: 'Produktion',
  LA: 'Elbilsladdning',
} as const

/** A row of domain.md 3.1: sections by letter, those in brackets optional; files by code, ! required. */
interface Row {
  code: string
  name: string
  flow: Flow
  lead: number
  block?: true
  sections: string
  files: string
  rules?: string[]
}

const ROWS: Row[] = [
  { code: 'NY01', name: 'Ny servis, högst 63 A', flow: 'F', lead: 30, sections: 'D F H (C E G)', files: 'SIT!', rules: ['N01'] },
  { code: 'NY02', name: 'Ny servis över 63 A', flow: 'F', lead: 60, sections: 'D F H (C E G)', files: 'SIT! ENL! EFF!', rules: ['N02'] },
  { code: 'BE01', name: 'Säkringsändring inom intervall', flow: 'D', lead: 0, block: true, sections: 'D F (H)', files: '', rules: ['V08'] },
  { code: 'BE02', name: 'Nedsäkring', flow: 'D', lead: 0, block: true, sections: 'D F (H)', files: '', rules: ['B02'] },
  { code: 'BE03', name: 'Uppsäkring över intervall', flow: 'F', lead: 15, sections: 'D F E (G H)', files: 'EFF', rules: ['B03', 'V08'] },
  { code: 'BE06', name: 'Flytt av mätare, mätartavla eller mätarskåp', flow: 'F', lead: 15, block: true, sections: 'D E H (F)', files: 'SIT FOT', rules: ['B06'] },
  { code: 'BE07', name: 'Byte av elcentral eller mätartavla, samma plats', flow: 'F', lead: 10, block: true, sections: 'D H (F)', files: 'FOT' },
  { code: 'BE10', name: 'Effektkrävande utrustning', flow: 'F', lead: 5, sections: 'D F G', files: 'DAT' },
  { code: 'TI01', name: 'Inkoppling', flow: 'F', lead: 10, sections: 'D F H I (C E)', files: 'SIT', rules: ['V11', 'T01'] },
  { code: 'TI02', name: 'Bortkoppling', flow: 'G', lead: 10, sections: 'D H I', files: '' },
  { code: 'PR01', name: 'Mikroproduktion, högst 43,5 kW och 63 A', flow: 'F', lead: 10, sections: 'D F H J (G K)', files: 'DAT! ALP FUL', rules: ['V06'] },
  { code: 'PR02', name: 'Småskalig produktion över 43,5 kW, typ A', flow: 'F', lead: 60, sections: 'D F H J (C K)', files: 'SIT! ENL! DAT!' },
  { code: 'LA01', name: 'Laddbox, småhus', flow: 'F', lead: 5, sections: 'D F L', files: 'DAT' },
] // prettier-ignore

/** The rules that every notice is read by; each looks only at fields that are there. */
const GENERAL = [
  'V02',
  'V03',
  'V04',
  'V05',
  'V07',
  'V09',
  'V10',
  'V12',
  'V13',
  'V14',
  'V16',
  'V18',
  'V19',
  'Q01',
  'F01',
  'J01',
  'B01',
]

const FILES: Record<string, Omit<AttachmentSlot, 'kind' | 'required'>> = {
  SIT: { label: 'Situationsplan', help: 'Tomten med hus, mätarskåp och kabelväg.' },
  ENL: { label: 'Enlinjeschema', help: 'Från servis till undercentraler.' },
  EFF: { label: 'Effektberäkning', help: 'Effektbudget för anläggningen.' },
  DAT: { label: 'Datablad', help: 'Tillverkarens datablad för utrustningen.' },
  ALP: { label: 'Anmälan produktion (ALP)', help: 'Undertecknad av anläggningsinnehavaren.' },
  FUL: { label: 'Fullmakt', help: 'Om kunden företräds av någon annan.' },
  FAS: { label: 'Fastighetsägarens medgivande', help: 'När beställaren inte äger fastigheten.' },
  FOT: { label: 'Foto', help: 'Av mätarplatsen, före arbetet.' },
  OVR: { label: 'Övrigt', help: 'Annat som hjälper handläggningen.' },
}

/** What is usually done to the meter, filled in from the start. */
const METER_WORK: Record<string, Parameters<typeof metering>[0]> = {
  NY: 'satta_upp',
  TI01: 'satta_upp',
  TI02: 'ta_ned',
  BE06: 'flytta',
  PR: 'byta',
}

/** Every job type of the master catalogue, composed and self-contained: what an owner publishes is kept as it is. */
export const JOB_TYPES: JobType[] = ROWS.map(compose)

/** @throws Error for a code that is not in the catalogue */
export function jobType(code: string): JobType {
  const found = JOB_TYPES.find((job) => job.code === code)
  if (!found) throw new Error(`No job type ${code}`)
  return found
}

function compose(row: Row): JobType {
  const kind = row.code.slice(0, 2) as keyof typeof TYPES
  const traits = traitsOf(row, kind)
  const none: FormDefinition = { sections: [], attachments: [], rules: [] }
  return {
    code: row.code,
    name: row.name,
    type: { code: kind, name: TYPES[kind] },
    flow: row.flow,
    leadDays: row.lead,
    blockAllowed: row.block ?? false,
    notice: notice(row, traits),
    consent: row.flow === 'F' ? consent(traits) : none,
    completion: row.flow === 'G' ? none : completion(traits),
  }
}

function traitsOf(row: Row, kind: string): Traits {
  const required = row.sections.replace(/\(.*\)/, '')
  return {
    isNew: kind === 'NY' || row.code === 'TI01',
    existing: kind === 'BE',
    hasFuse: required.includes('F'),
    hasMeter: required.includes('H'),
    hasProduction: kind === 'PR',
    readsMeter: ['BE01', 'BE02', 'BE03'].includes(row.code),
  }
}

function notice(row: Row, traits: Traits): FormDefinition {
  const wanted = [...row.sections.matchAll(/[A-Z]/g)].map(([letter]) => letter)
  const optional = /\((.*)\)/.exec(row.sections)?.[1] ?? ''
  const middle = 'CDEFGHIJKL'.split('').filter((letter) => wanted.includes(letter))
  return {
    sections: [
      matter,
      orderer,
      ...middle.map((letter) => ({
        ...section(letter, row, traits),
        ...(optional.includes(letter) && { optional: true }),
      })),
      closingDates(row),
      rest,
    ],
    attachments: slots(row),
    rules: [...GENERAL, ...(traits.hasMeter ? ['V17'] : []), ...(row.rules ?? [])],
  }
}

/** What differs between job types in a section stands here, beside nothing else. */
function section(letter: string, { code }: Row, traits: Traits): Section {
  const kind = code.slice(0, 2)
  switch (letter) {
    case 'C':
      return invoice
    case 'D':
      return facility({
        id: ['BE', 'LA'].includes(kind) || code === 'TI02',
        meter: code === 'BE06' || code === 'BE07' || code === 'TI02',
        property: ['NY', 'PR'].includes(kind) || code === 'TI01',
      })
    case 'E':
      return service(code === 'BE03' || code === 'BE06', code === 'NY01' || code === 'NY02')
    case 'F':
      return fuses({
        before: ['BE', 'LA', 'PR'].includes(kind),
        after: traits.isNew || ['BE01', 'BE02', 'BE03'].includes(code),
        consumption: kind === 'NY' || code === 'BE03' || code === 'BE10',
      })
    case 'G':
      return code === 'BE10'
        ? { ...appliances, fields: appliances.fields.map((field) => ({ ...field, required: true, minRows: 1 })) }
        : appliances
    case 'H':
      return metering(METER_WORK[code] ?? METER_WORK[kind] ?? 'ingen', code === 'BE06')
    case 'I':
      return temporary(code === 'TI01' ? 'in' : 'out')
    case 'J':
      return production
    case 'K':
      return storage
    default:
      return charging
  }
}

/** Flow D tells what has been done: there is nothing to expect. */
function closingDates({ flow }: Row): Section {
  return flow === 'D' ? people : { ...people, fields: [expectedDate, wishedDate, ...people.fields] }
}

function slots({ files }: Row): AttachmentSlot[] {
  const notOwner: Condition = is('best_ar_fastighetsagare', false)
  const own = files.split(' ').filter((file) => file !== '')
  return [
    ...own.map((file) =>
      slot(file.slice(0, 3), file.endsWith('!') || (file === 'EFF' && { field: 'sakr_ny', above: 63 })),
    ),
    slot('FAS', notOwner),
    slot('OVR', false),
  ]
}

function slot(kind: string, required: boolean | Condition): AttachmentSlot {
  return { kind, ...FILES[kind]!, ...(required !== false && { required }) }
}
