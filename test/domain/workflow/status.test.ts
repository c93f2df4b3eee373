import { describe, expect, test } from 'vitest'
import {
  fits,
  isMoveOf,
  LEFT_OUT,
  moves,
  movesFor,
  STATUSES,
  statuses,
  targetOf,
  TRANSITIONS,
  type Status,
} from '../../../src/domain/workflow/status.ts'
import type { Mover } from '../../../src/domain/rights.ts'
import type { Flow } from '../../../src/domain/forms/definition.ts'

const flows: Flow[] = ['F', 'D', 'G']
const movers: Record<string, Mover> = {
  I: { side: 'installer', isAdmin: false },
  A: { side: 'installer', isAdmin: true },
  H: { side: 'owner', isAdmin: false, sets: ['H'] },
  N: { side: 'owner', isAdmin: true },
  S: { side: 'operator', isAdmin: true },
  SYS: { side: 'system', isAdmin: false },
}

describe('the status table', () => {
  // What each row says is compared with docs/domain.md 2.4 (test/docs/domain.test.ts).
  test('has its rows in the order of their numbers, none missing or twice', () => {
    const rows = moves.map((move) => TRANSITIONS[move].row)
    expect(rows.length).toBeGreaterThanOrEqual(31)
    expect(rows).toEqual(Array.from({ length: rows.length }, (_, index) => `T${String(index + 1).padStart(2, '0')}`))
  })

  // The whole matrix: what stands here is allowed, and the next test says that all else is refused.
  test.each(flows)('allows in flow %s exactly this', (flow) => {
    const allowed = statuses.flatMap((status) =>
      Object.entries(movers).map(([who, mover]) => {
        const open = movesFor(mover, { status, flow })
        return open.length === 0
          ? null
          : `${status} ${who}: ${open.map((move) => arrow(move, status, flow)).join(', ')}`
      }),
    )
    expect(allowed.filter((line) => line !== null).join('\n')).toMatchSnapshot()
  })

  test('refuses every move that the table does not name for the status, flow and person', () => {
    for (const move of moves) {
      for (const [who, mover] of Object.entries(movers)) {
        for (const status of statuses) {
          for (const flow of flows) {
            const row = TRANSITIONS[move]
            const named =
              (row.by as readonly string[]).includes(mover.side) &&
              (!row.admin || who === 'N' || who === 'A') &&
              row.from.includes(status) &&
              row.flow.includes(flow) &&
              !LEFT_OUT[flow].includes(status)
            expect(movesFor(mover, { status, flow }).includes(move), `${who} ${move} ${status} ${flow}`).toBe(named)
          }
        }
      }
    }
  })

  test('lets nobody from the platform decide, and no installer approve', () => {
    const decisions = moves.filter((move) =>
      ['consented', 'closed'].some((status) => JSON.stringify(TRANSITIONS[move].to).includes(status)),
    )
    for (const move of decisions) {
      expect(isMoveOf(movers['S']!, move)).toBe(false)
      expect(isMoveOf(movers['A']!, move)).toBe(false)
    }
  })

  test.each(flows)('reaches every status of flow %s from a new case, and leaves all but the archive', (flow) => {
    const reached = new Set<Status>(['draft'])
    for (let grown = true; grown;) {
      grown = false
      for (const status of [...reached]) {
        for (const move of moves.filter((each) => fits(each, { status, flow }))) {
          const to = targetOf(move, { status, previous_status: null, flow })
          if (!reached.has(to)) grown = Boolean(reached.add(to))
        }
      }
    }
    expect([...reached].sort()).toEqual(statuses.filter((status) => !LEFT_OUT[flow].includes(status)).sort())
    for (const status of reached) {
      const leaves = moves.some(
        (move) =>
          fits(move, { status, flow }) &&
          (TRANSITIONS[move].to === 'previous' || targetOf(move, { status, previous_status: null, flow }) !== status),
      )
      expect(leaves, status).toBe(status !== 'archived')
    }
  })

  test('every status says whose turn it is as the database checks it', () => {
    const turns = statuses.map((status) => `${status}: ${STATUSES[status].turn ?? '–'}`)
    expect(turns).toMatchInlineSnapshot(`
      [
        "draft: installer",
        "submitted: owner",
        "notice_rejected: installer",
        "consented: installer",
        "completed: owner",
        "completion_rejected: installer",
        "closed: owner",
        "archived: –",
        "cancelled: –",
      ]
    `)
  })
})

function arrow(move: (typeof moves)[number], status: Status, flow: Flow): string {
  const to = TRANSITIONS[move].to === 'previous' ? 'previous' : targetOf(move, { status, previous_status: null, flow })
  return to === status ? move : `${move}→${to}`
}
