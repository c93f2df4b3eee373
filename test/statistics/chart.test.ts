import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addWorkdays, workdaysBetween } from '../../src/domain/calendar/workdays.ts'
import { columnChart, niceStep } from '../../src/statistics/chart.ts'
import { rangeOf, workdayCount } from '../../src/statistics/range.ts'

const groups = fc.array(
  fc.record({
    label: fc.string(),
    bars: fc.array(fc.record({ value: fc.nat(5000), mark: fc.nat(5000) }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
)

test('every column stands within the picture, on the baseline, as high as its value says', () => {
  fc.assert(
    fc.property(groups, (given) => {
      const { columns, baseline, ticks } = columnChart(given)
      const top = ticks.at(-1)!
      for (const { x, width, y, height, value, mark } of columns) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(100.01)
        expect(y + height).toBeCloseTo(baseline, 1)
        expect(height).toBeCloseTo((value / top.value) * (baseline - top.y), 0)
        if (mark !== null) expect(mark).toBeGreaterThanOrEqual(top.y - 0.01)
      }
      expect(columns.every((column, i) => i === 0 || column.x > columns[i - 1]!.x)).toBe(true)
    }),
  )
})

test.each([
  [0, 1],
  [3, 1],
  [4, 1],
  [5, 2],
  [17, 5],
  [40, 10],
  [41, 20],
  [4321, 2000],
])('up to %i the lines stand %i apart', (highest, step) => expect(niceStep(highest)).toBe(step))

test('an empty picture has a line to stand on, and a given height is kept', () => {
  expect(columnChart([{ label: 'jan', bars: [{ value: 0 }] }]).ticks.map(({ value }) => value)).toEqual([0, 1])
  expect(columnChart([{ label: 'jan', bars: [{ value: 30 }] }], 100).ticks.map(({ value }) => value)).toEqual([
    0, 25, 50, 75, 100,
  ])
})

test('the months of a range end with the running one, over the turn of the year', () => {
  expect(rangeOf(new Date('2027-01-31T23:30:00Z'), 3)).toEqual({
    months: ['2026-12', '2027-01', '2027-02'],
    from: '2026-12-01',
    to: '2027-03-01',
  })
  expect(rangeOf(new Date('2027-05-31T12:00:00Z'), 3, '2026-11')).toEqual({
    months: ['2026-09', '2026-10', '2026-11'],
    from: '2026-09-01',
    to: '2026-12-01',
  })
  // Neither what is to come nor what lies beyond the counted working days.
  for (const until of ['2027-06', '2019-01'])
    expect(rangeOf(new Date('2027-05-31T12:00:00Z'), 3, until).to).toBe('2027-06-01')
  expect(rangeOf(new Date('2027-05-31T12:00:00Z'), 12).months).toHaveLength(12)
})

test('counting by the list of days gives what workdaysBetween gives', () => {
  const { days, counts } = workdayCount(new Date('2027-12-31T12:00:00Z'))
  const day = fc.integer({ min: 0, max: days.length - 1 })
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      expect(counts[to]! - counts[from]!).toBe(workdaysBetween(days[from]!, days[to]!))
    }),
  )
  expect(days.at(-1)).toBe('2027-12-31')
  expect(addWorkdays('2027-12-30', 1) > '2027-12-31').toBe(true)
})
