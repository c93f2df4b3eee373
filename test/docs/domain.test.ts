import { expect, test } from 'vitest'
import { MARKS } from '../../src/cases/symbols/table.ts'
import { STATUSES, statuses, TRANSITIONS, moves } from '../../src/domain/workflow/status.ts'
import { FILES } from '../../src/domain/forms/catalogue/attachments.ts'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import { fuseLadder, threePhaseKw } from '../../src/domain/forms/identifiers/fuses.ts'
import { RULES } from '../../src/domain/forms/rules.ts'
import { LETTERS } from '../../src/mail/letters.ts'
import { rejectionReasons } from '../../src/owners/reasons.ts'
import { chapterOf, tableOf } from '../support/pages.ts'

const PAGE = 'docs/domain.md'
const rowsOf = (number: string) => tableOf(PAGE, number)
const codes = (text: string, letter: string) => text.match(new RegExp(`\\b${letter}\\d{2}\\b`, 'g')) ?? []

test('2.3 has the statuses of the code, with their labels and whose turn it is', () => {
  const told = rowsOf('2.3').map(([code, label, turn]) => ({
    status: /`(\w+)`/.exec(code!)![1],
    label: label!.replace(/ \(.*$/, ''),
    turn: turn === 'nobody' ? null : turn,
  }))
  expect(told).toEqual(
    statuses.map((status) => ({ status, label: STATUSES[status].label, turn: STATUSES[status].turn })),
  )
})

test('2.4 has the moves of the code: number, flow, button, mail, who may, and which can be undone', () => {
  const SIDES: Record<string, string> = {
    I: 'installer',
    H: 'owner',
    N: 'owner',
    B: 'owner',
    K: 'owner',
    SYS: 'system',
  }
  const told = rowsOf('2.4').map(([row, , flow, who, button, , , mail]) => {
    const people = who!.split(/[ ,]+/)
    return {
      row: row!.slice(0, 3),
      undo: row!.includes('↶'),
      flow: flow!.split(' ').sort(),
      sides: [...new Set(people.map((each) => SIDES[each]))],
      admin: people.includes('N'),
      button,
      mail: codes(mail!, 'M')[0],
    }
  })
  const written = moves.map((move) => {
    const { row, undo, flow, by, admin, label, mail } = TRANSITIONS[move]
    // The platform may set symbols too, and nothing does yet.
    const sides = move === 'mark' ? ['owner'] : [...by]
    return { row, undo: undo ?? false, flow: [...flow].sort(), sides, admin: admin ?? false, button: label, mail }
  })
  expect(told).toEqual(written)
})

test('2.7 has every mail of a case, with the moves that send it', () => {
  const told = new Map(rowsOf('2.7').map(([mail, when]) => [mail!.slice(0, 3), when!]))
  for (const mail of Object.keys(LETTERS)) {
    const senders = moves.filter((move) => TRANSITIONS[move].mail === mail).map((move) => TRANSITIONS[move].row)
    const when = [...told].filter(([code]) => code === mail).flatMap(([, each]) => codes(each, 'T'))
    expect(when, mail).toEqual(senders)
  }
  const others = ['M12', 'M13', 'M14', 'M15', 'M16', 'M17', 'M19', 'M20', 'M22', 'M23', 'M25']
  expect([...told.keys()]).toEqual([...Object.keys(LETTERS), ...others].sort())
})

test('3.4 names every kind of file, and 3.5 every reason that an owner begins with', () => {
  for (const kind of Object.keys(FILES)) expect(chapterOf(PAGE, '3.4')).toMatch(new RegExp(`\\b${kind} `))
  const said = chapterOf(PAGE, '3.5').match(/\b[A-ZÅÄÖ]{3,4}(?= [a-zåäö])/g)
  expect(said).toEqual(rejectionReasons.map(({ code }) => code))
})

test('3.6 has the rules of the code and no others', () => {
  const told = rowsOf('3.6').map(([code]) => code)
  expect(told).toEqual([...new Set(RULES.map(({ code }) => code).filter((code) => code.startsWith('V')))].sort())
})

test('every rule of a field is named in 3.2 or 3.3, and every job type in 3.1', () => {
  const fields = chapterOf(PAGE, '3.2') + chapterOf(PAGE, '3.3')
  const unnamed = RULES.map(({ code }) => code).filter((code) => !code.startsWith('V') && !fields.includes(code))
  expect(unnamed).toEqual([])
  expect(rowsOf('3.1').map(([code]) => code)).toEqual(JOB_TYPES.map(({ code }) => code))
})

test('4.9 has the fuses there are and what they let through', () => {
  const chapter = chapterOf(PAGE, '4.9')
  expect(chapter).toContain(`Ladder ${fuseLadder.join(', ')}`)
  for (const [, ampere, kw] of chapter.split('1-phase')[0]!.matchAll(/(\d+)→([\d.]+\d)/g))
    expect(threePhaseKw(Number(ampere)), ampere).toBe(Number(kw))
})

test('5 has the tooltip of every symbol that is set by hand', () => {
  const chapter = chapterOf(PAGE, '5')
  for (const { states } of Object.values(MARKS))
    for (const title of Object.values(states)) expect(chapter).toContain(title)
})
