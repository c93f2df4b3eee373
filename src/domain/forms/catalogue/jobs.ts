import type { FormDefinition, JobType, Section } from '../definition.ts'
import { appliances } from './appliances.ts'
import { slots } from './attachments.ts'
import { backup } from './backup.ts'
import { charging } from './charging.ts'
import { completion } from './completion.ts'
import { answer, consent } from './consent.ts'
import { dates } from './dates.ts'
import { ending } from './ending.ts'
import { facility } from './facility.ts'
import { fuseSection } from './fuse.ts'
import { highVoltage } from './highVoltage.ts'
import { invoice } from './invoice.ts'
import { lighting } from './lighting.ts'
import { matter } from './matter.ts'
import { metering } from './metering.ts'
import { sensible } from './nonsense.ts'
import { needsOf, type Needs, type Row } from './requirements.ts'
import { orderer } from './orderer.ts'
import { other } from './other.ts'
import { production } from './production.ts'
import { ROWS, TYPES } from './jobTable.ts'
import { serviceSection } from './service.ts'
import { carAsStorage, storage } from './storage.ts'
import { temporary } from './temporary.ts'

/** The sections by letter, in the order of the form. */
const SECTIONS: Record<string, (needs: Needs, code: string) => Section> = {
  C: () => invoice,
  D: facility,
  E: serviceSection,
  F: fuseSection,
  G: appliances,
  H: metering,
  I: (_, code) => temporary(code),
  J: production,
  K: () => storage,
  L: charging,
  M: () => backup,
  N: (_, code) => ending(code),
  O: highVoltage,
  P: () => lighting,
}

/** The rules of each section; a row of the catalogue adds its own. */
const RULES: Record<string, string> = {
  F: 'V02 F01 F06 F09',
  G: 'V16',
  H: 'V17 H02',
  J: 'V03 V07 V16 H03 J01 J02',
  K: 'V04',
  L: 'V05 V04 J01',
  M: 'M01',
  O: 'O01',
  P: 'P01',
}
const ALWAYS = 'V01 V10 V13 V18 V19 V20 V21 B01 B02 B03'

/** Job types for which authorisation B is enough: work on an existing group circuit. */
const B_IS_ENOUGH = ['BE10', 'LA01']

/** Every job type of the master catalogue, composed and self-contained, since published versions are stored as they are. */
export const JOB_TYPES: JobType[] = ROWS.map(compose)

/** @throws Error for a code that is not in the catalogue */
export function jobType(code: string): JobType {
  const found = JOB_TYPES.find((job) => job.code === code)
  if (!found) throw new Error(`No job type ${code}`)
  return found
}

/** The forms a job type would have in another flow; null for a code that is not in the catalogue. */
export function formsAs(code: string, flow: Row['flow']): JobType | null {
  const row = ROWS.find((each) => each.code === code)
  return row ? compose({ ...row, flow }) : null
}

function compose(row: Row): JobType {
  const type = row.code.slice(0, 2)
  const needs = needsOf(row)
  const done = row.flow === 'G' ? none() : completion(needs)
  const attachments = slots(row)
  const kinds = new Set(attachments.map((slot) => slot.kind))
  const given = row.flow === 'F' ? consent(needs) : row.flow === 'G' && needs.answered ? answer() : none()
  return {
    code: row.code,
    name: row.name,
    type: { code: type, name: TYPES[type]! },
    flow: row.flow,
    leadDays: row.lead,
    blockAllowed: row.block ?? false,
    notice: sensible({ ...notice(row, needs), attachments }, row.code),
    consent: sensible(given, row.code),
    // In flow D notice and completion are one form: each kind of file is asked for once.
    completion: needs.direct
      ? { ...done, attachments: done.attachments.filter((slot) => !kinds.has(slot.kind)) }
      : done,
  }
}

function none(): FormDefinition {
  return { sections: [], attachments: [], rules: [] }
}

function notice(row: Row, needs: Needs): Pick<FormDefinition, 'sections' | 'rules'> {
  const optional = /\(([^()]*)\)/.exec(row.sections)?.[1] ?? ''
  const letters = Object.keys(SECTIONS).filter((letter) => row.sections.includes(letter))
  const middle = letters.flatMap((letter) => {
    const section = SECTIONS[letter]!(needs, row.code)
    // C collapses by itself: it is a single checkbox until the invoice goes to someone else.
    const own = optional.includes(letter) && letter !== 'C' ? { ...section, optional: true } : section
    return letter === 'L' ? [own, carAsStorage] : own
  })
  const rules = [
    ALWAYS,
    B_IS_ENOUGH.includes(row.code) ? '' : 'V14',
    needs.block === 'no' ? '' : 'V15',
    needs.direct ? '' : 'V12 Q01',
    letters.includes('F') && !needs.isNew ? 'V09' : '',
    ...letters.map((letter) => RULES[letter] ?? ''),
    row.rules ?? '',
  ]
  return {
    sections: [matter, orderer(needs), ...middle, dates(row.flow), other],
    rules: [...new Set(rules.flatMap((codes) => codes.split(' ')).filter((code) => code !== ''))],
  }
}
