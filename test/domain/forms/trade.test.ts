import { expect, test } from 'vitest'
import { JOB_TYPES } from '../../../src/domain/forms/catalogue/jobs.ts'
import { tableOf } from '../../support/pages.ts'

/** Code, type, name, flow, block, sections, files and lead, as docs/domain.md 3.1 has them. */
const rows = tableOf('docs/domain.md', '3.1').map((row) => row.slice(0, 8).map((cell) => cell.replaceAll('**', '')))

test('the catalogue has the job types of the trade and no others, in its order', () => {
  expect(JOB_TYPES.map(({ code }) => code)).toEqual(rows.map(([code]) => code))
})

test.each(rows)('%s %s: %s', (code, type, name, flow, block, sections, files, lead) => {
  const job = JOB_TYPES.find((each) => each.code === code)!
  expect({ type: job.type.name, name: job.name, flow: job.flow, lead: job.leadDays, block: job.blockAllowed }).toEqual({
    type,
    name,
    flow,
    lead: Number(lead),
    block: block === 'yes',
  })

  const [asked = '', optional = ''] = sections!.split(/[()]/)
  const letters = (text: string) => text.split(' ').filter((letter) => letter !== '')
  // Of a car that feeds the network (V2G) its charger asks as of a storage, when that is said.
  const has = job.notice.sections.filter(({ title }) => title !== 'Utmatning från bilen (V2G)')
  expect(has.map(({ key }) => key).sort()).toEqual(['A', 'B', 'Q', 'R', ...letters(asked), ...letters(optional)].sort())
  // C is one tick until the invoice goes to someone else.
  const folded = letters(optional).filter((letter) => letter !== 'C')
  expect(has.filter((section) => section.optional).map(({ key }) => key)).toEqual(folded.sort())
  expect(job.completion.sections.some(({ key }) => key === 'Y')).toBe(flow !== 'G')

  // EFF if > 63 A: in the table in words, in the catalogue a condition.
  const wanted = files!
    .replace('–', '')
    .replace(' if > 63 A', '')
    .split(' ')
    .filter((file) => file !== '')
  const slots = job.notice.attachments.filter(({ kind }) => wanted.some((file) => file.startsWith(kind)))
  expect(slots.map(({ kind, required }) => kind + (required === true ? '!' : ''))).toEqual(wanted)
  const others = job.notice.attachments.filter((slot) => !slots.includes(slot)).map(({ kind }) => kind)
  expect(others.filter((kind) => !['FAS', 'OVR'].includes(kind))).toEqual([])
})
