import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reasonsFor, type Evidence } from '../../src/search/reasons.ts'
import { searchTerms } from '../../src/search/terms.ts'

describe('what was typed', () => {
  test.each([
    ['Berget 1:23', ['berget'], ['1:23'], null, 'berget1:23'],
    ['MT-48211', [], ['mt48211'], null, 'mt48211'],
    ['NEL-2027-000001', [], ['nel2027000001'], null, 'nel2027000001'],
    ['735 999 000', [], ['735', '999', '000'], '735999000', '735999000'],
    ['070-174 06 20', [], ['070174', '06', '20'], '0701740620', '0701740620'],
    ['+46 70 174 06 20', [], ['070', '174', '06', '20'], '0701740620', '0701740620'],
    ['Storgatan 4, 123 45', ['storgatan'], ['4', '123', '45'], '412345', 'storgatan412345'],
    ['4 Storgatan 12', ['storgatan'], ['4', '12'], null, '4storgatan12'],
    ['ÅKE Åke åke', ['åke'], [], null, 'åkeåkeåke'],
    ['a b c', [], [], null, 'abc'],
    ['100% _x_ \\', [], ['100'], null, '100x'],
  ])('%s', (typed, words, marks, joined, whole) => {
    expect(searchTerms(typed)).toEqual({ words, marks, joined, whole })
  })

  test('whatever it is: few terms, each of letters and digits alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        const { words, marks, joined, whole } = searchTerms(typed)
        expect(words.length).toBeLessThanOrEqual(8)
        expect(marks.length).toBeLessThanOrEqual(8)
        for (const term of [...words, ...marks, joined ?? '', whole]) expect(term).toMatch(/^[\p{L}\p{Nd}\p{M}:]*$/u)
        for (const term of [...words, ...marks]) expect(Array.from(term).length).toBeLessThanOrEqual(40)
      }),
    )
  })
})

describe('why', () => {
  const evidence: Evidence[] = [
    { label: 'Beställare', text: 'Tolvan Tolvansson' },
    { label: 'Adress', text: 'Bergsvägen 3' },
    { label: 'Anläggnings-ID', text: '735 999 000 100 000 029' },
    {
      label: 'Notering',
      text: `${'Lång inledning som ingen läser. '.repeat(8)}Nyckeln hänger i boden. ${'Och så vidare. '.repeat(20)}`,
    },
  ]
  const why = (q: string) =>
    reasonsFor(evidence, searchTerms(q), new Map())?.map(
      ({ label, parts }) => `${label}: ${parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')}`,
    )

  test.each([
    [
      'Tolvan Bergsvägen nyckeln',
      ['Beställare: [Tolvan] [Tolvansson]', 'Adress: [Bergsvägen] 3', expect.stringContaining('Notering: … ')],
    ],
    ['tolvan', ['Beställare: [Tolvan] [Tolvansson]']],
    ['Bergsvägen Tolvansson', ['Beställare: Tolvan [Tolvansson]', 'Adress: [Bergsvägen] 3']],
    ['735 999', ['Anläggnings-ID: [735 999 000 100 000 029]']],
    ['0029', ['Anläggnings-ID: [735 999 000 100 000 029]']],
  ])('%s', (q, expected) => {
    expect(why(q)).toEqual(expected)
  })

  test('a long text is cut to the words around', () => {
    const [reason] = why('nyckeln')!
    expect(reason).toMatch(/^Notering: … .*\[Nyckeln\] hänger i boden\..* …$/)
    expect(reason!.length).toBeLessThan(200)
  })

  test('all that was asked for must be there', () => {
    expect(why('Tolvan Storgatan')).toBeUndefined()
  })

  test('every reason is the text it quotes, cut and marked and nothing else', () => {
    const text = fc.array(fc.constantFrom('Berget', '1:23', 'väg', 'MT-4', '12 345', 'och', '<b>', 'å', '…x'), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(text, fc.constantFrom('berget', 'väg', '1:23', '12345', 'mt4'), (words, q) => {
        const whole = words.join(' ')
        const reasons = reasonsFor([{ label: 'x', text: whole }], searchTerms(q), new Map())
        if (reasons === null) return
        const quoted = reasons[0]!.parts.map((part) => part.text).join('')
        expect(whole).toContain(quoted.replace(/^… /, '').replace(/ …$/, ''))
        expect(reasons[0]!.parts.some((part) => part.hit)).toBe(true)
      }),
    )
  })
})
