import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { root } from '../../src/config.ts'
import { FLOWS, stationsOf } from '../../src/help/flows.ts'
import { readTopic, type Topic } from '../../src/help/read.ts'
import { searchHelp } from '../../src/help/search.ts'
import { helpAt, topicNames, topicOf } from '../../src/help/topics.ts'
import type { Span } from '../../src/help/views.ts'
import { statuses, STATUSES } from '../../src/domain/workflow/status.ts'
import { translators } from '../../src/language/i18n.ts'

const files = (await readdir(path.join(root, 'locales'))).filter((name) => /^en(\.\w+)?\.json$/.test(name))
const english = new Map(
  (
    await Promise.all(
      files.map(async (name) =>
        Object.entries(JSON.parse(await readFile(path.join(root, 'locales', name), 'utf8')) as Record<string, string>),
      ),
    )
  ).flat(),
)
const inEnglish = new Set(english.values())

function spansIn({ lead, blocks }: Topic): Span[] {
  return [
    ...lead,
    ...blocks.flatMap((block) =>
      block.kind === 'text' ? block.spans : block.kind === 'list' ? block.items.flat() : [],
    ),
  ]
}

describe.each(topicNames)('help about %s', (name) => {
  const [sv, en] = [topicOf('sv', name), topicOf('en', name)]

  it('says the same in both languages: as many parts, of the same kinds, with the same links', () => {
    expect(en.blocks.map(({ kind }) => kind)).toEqual(sv.blocks.map(({ kind }) => kind))
    const links = (topic: Topic) => spansIn(topic).flatMap((span) => (span.kind === 'link' ? [span.href] : []))
    expect(links(en)).toEqual(links(sv))
  })

  it('calls what is on the screen as the screen does', () => {
    const named = (topic: Topic) => spansIn(topic).flatMap((span) => (span.kind === 'label' ? [span.text] : []))
    expect(named(sv).filter((label) => !english.has(label))).toEqual([])
    expect(named(en).filter((label) => !inEnglish.has(label))).toEqual([])
  })

  it('has its words in pieces that one reads: no paragraph above five hundred letters', () => {
    for (const { blocks } of [sv, en]) {
      for (const block of blocks) {
        if (block.kind !== 'text') continue
        expect(block.spans.map(({ text }) => text).join('').length).toBeLessThan(500)
      }
    }
  })
})

test('every file of help is a page, in both languages', async () => {
  for (const lang of ['sv', 'en']) {
    const names = await readdir(path.join(root, 'help', lang))
    expect(names.sort()).toEqual(topicNames.map((name) => `${name}.md`).sort())
  }
})

test('what no template draws is told at start', () => {
  expect(() => readTopic('sv', '../../docs/style')).toThrow('nothing draws')
})

describe('the flows', () => {
  test.each(FLOWS)('$flow leads from a draft to the archive by moves that there are', ({ flow }) => {
    const stations = stationsOf(flow, translators.sv)
    expect(stations[0]!.label).toBe(STATUSES.draft.label)
    expect(stations.at(-1)!.label).toBe(STATUSES.archived.label)
    for (const station of stations.slice(0, -1)) expect(station.on, station.label).not.toEqual([])
    for (const { by, again } of stations.flatMap((station) => station.back)) {
      expect(by).toBe('Avvisa')
      expect(again).toMatch(/^Skicka /)
    }
  })

  test('together they have every status but the cancelled', () => {
    const labels = FLOWS.flatMap(({ flow }) =>
      stationsOf(flow, translators.sv).flatMap(({ label, back }) => [label, ...back.map((each) => each.label)]),
    )
    const all = statuses.filter((status) => status !== 'cancelled').map((status) => STATUSES[status].label)
    expect([...new Set(labels)].sort()).toEqual([...all].sort())
  })
})

describe('the search', () => {
  test.each([
    ['sv', 'fullmakt', '/help/attachments#fullmakt'],
    ['sv', 'glömt losenord', '/help/account#glömt-lösenord'],
    ['sv', 'ÅNGRA', '/help/decide#ångra'],
    ['sv', 'klistra excel', '/help/block#klistra-in-från-excel'],
    ['en', 'power attorney', '/help/attachments#power-of-attorney'],
    ['en', 'away absence', '/help/receive#away'],
  ] as const)('in %s finds %s', (lang, q, href) => {
    expect(searchHelp(lang, q)[0]?.href).toBe(href)
  })

  test.each(['', '   ', '!!', 'xyzzy', 'a'.repeat(200), '\\', '%_'])('of %j ends', (q) => {
    expect(searchHelp('sv', q).length).toBeLessThanOrEqual(20)
  })
})

test.each([
  ['/cases/new', '/help/send'],
  ['/cases/NEL-2027-000001/edit', '/help/send'],
  ['/cases/NEL-2027-000001', '/help/flows'],
  ['/company/users', '/help/company'],
  ['/profile/two-step', '/help/account'],
  ['/nowhere', '/help'],
])('help about %s is %s', (at, href) => {
  expect(helpAt(at, null)).toBe(href)
})
