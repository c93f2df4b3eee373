import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../../src/config.ts'
import {
  CONSENTS,
  DECISIONS,
  DEEDS,
  moves,
  movesFor,
  REJECTIONS,
  SAVING,
  SENDING,
  statuses,
  TRANSITIONS,
} from '../../../src/domain/workflow/status.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('src', file))

describe('the move table holds all facts of a move', () => {
  test('and the lists of moves are read from it', () => {
    expect({ SAVING, SENDING, CONSENTS, REJECTIONS, DECISIONS }).toEqual({
      SAVING: ['save', 'saveCompletion'],
      SENDING: ['submit', 'submitDirect', 'resubmit', 'complete', 'recomplete'],
      CONSENTS: ['approve', 'approveAndClose', 'acceptCompletion'],
      REJECTIONS: ['reject', 'rejectCompletion'],
      DECISIONS: [
        'approve',
        'approveAndClose',
        'reject',
        'acceptCompletion',
        'rejectCompletion',
        'autoApprove',
        'autoAccept',
      ],
    })
    expect(Object.entries(DEEDS).map(([deed, { move, seconds }]) => `${deed} ${move} ${seconds}`)).toEqual([
      'take assign 600',
      'assign assign 60',
      'accept acceptCompletion 60',
      'archive archive 600',
      'hold hold 60',
      'mark mark 600',
    ])
  })

  /** Names that are nothing but a move: 'save' or 'hold' are words of other tables too. */
  const compound = moves.filter((move) => /[A-Z]|^(resubmit|recomplete|withdraw|abandon)$/.test(move))

  test('no other file lists moves', () => {
    const entry = new RegExp(`^\\s*(?:'(${compound.join('|')})',?|(${compound.join('|')}): .*,)$`, 'm')
    const pair = new RegExp(`'(${moves.join('|')})'\\s*,\\s*'(?!\\1')(${moves.join('|')})'`)
    const others = [
      // Two effects are called as the moves that have them.
      'src/cases/workflow/effects.ts',
      // Kinds of standard text.
      'src/configuration/content.ts',
    ]
    const listing = sources.filter((file) => entry.test(read(file)) || pair.test(read(file)))
    expect(listing.sort()).toEqual(others.sort())
  })

  test('every icon is in the sprite', () => {
    const sprite = read('public/icons.svg')
    const icons = moves.flatMap((move) => [TRANSITIONS[move].icon, TRANSITIONS[move].buttonIcon ?? []].flat())
    expect(icons.filter((icon) => !sprite.includes(`<symbol id="${icon}"`))).toEqual([])
  })

  test('every sentence is said in English too', () => {
    const english = ['locales/en.json', ...readdirSync(path.join(root, 'locales')).map((file) => `locales/${file}`)]
      .filter((file) => /\/en(\.\w+)?\.json$/.test(file))
      .flatMap((file) => Object.keys(JSON.parse(read(file)) as object))
    const sentences = moves.flatMap((move) => {
      const { label, log, labelWhenHeld, hint, back, done, bulk } = TRANSITIONS[move]
      const told = typeof done === 'object' ? [done.yes, done.no] : [done]
      return [label, log, labelWhenHeld, hint, back, ...told, ...Object.values(bulk ?? {}).map((deed) => deed.label)]
    })
    expect(sentences.filter((each) => each !== undefined && !english.includes(each))).toEqual([])
  })

  test('a move that can be made has a place to make it, and what is undone in bulk can be undone alone', () => {
    const people = [
      { side: 'installer', isAdmin: true },
      { side: 'owner', isAdmin: true },
    ] as const
    for (const move of moves) {
      const isOpen = people.some((person) =>
        statuses.some((status) =>
          (['F', 'D', 'G'] as const).some((flow) => movesFor(person, { status, flow }).includes(move)),
        ),
      )
      expect(TRANSITIONS[move].place !== 'nowhere', move).toBe(isOpen)
    }
    for (const { move } of Object.values(DEEDS)) expect(TRANSITIONS[move].undo, move).toBe(true)
  })
})
