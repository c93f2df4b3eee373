import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { likenessOf, companyLikenessOf } from '../../src/text/likeness.ts'
import { cleanName, companyNameProblem, personNameProblem } from '../../src/text/names.ts'

// Issues 14 and 15: wide enough for every real name, and nothing in it that is not seen.

describe('A11, B9: a name', () => {
  test.each([
    'Sean O´Brien',
    'Anne D’Arcy',
    'Giovanni dell`Orto',
    "Conan O'Neill",
    'Anna "Annie" Berg',
    'Anna ”Annie” Berg',
    'Karl A:son Berg',
    'Eva-Lena Öberg–Lind',
    'Łukasz Wałęsa',
    'Þóra Guðmundsdóttir',
    'Işık Yıldız',
    'Nguyễn Thị Thu Hằng',
    'Gal·la Placídia',
    'Madonna 2',
    'M. & N. Ek',
    'Ö',
    '李小龙',
    'محمد علي',
    'दीपिका',
    'Мария',
    'Jr., Ek',
    'Sixten!',
    'Per «Pelle» Ek',
    'Måns ‚Pelle‘ Ek',
    'Jeanne d′Arc',
  ])('of a person is %j, and kept as it is written', (name) => {
    expect(personNameProblem(cleanName(name))).toBeNull()
    expect(cleanName(name)).toBe(name)
  })

  test.each([
    'Yahoo! Sverige AB',
    'Brf "Solsidan"',
    'Brf Kvarnen 5–7',
    'Brf Kvarnen 5+6',
    'Å:son & Co',
    '3M',
    '1337',
    'H & M Hennes & Mauritz AB (publ)',
    'Vem? AB',
    'El #1 i Norrådal',
    '@home HB',
    'Ström* 100 % grön',
    'Bygg & El, Norr/Söder',
    'B',
    '№ 1 El & Tele AB',
    '¡Hola! Bygg AB',
    'Ek\\Partner^2 HB',
    '¥en£ Handel',
    'Vi bygger… AB',
  ])('of a company is %j', (name) => {
    expect(companyNameProblem(cleanName(name))).toBeNull()
    expect(cleanName(name)).toBe(name)
  })

  test.each([
    ['a no-break space', 'Tolvan\u00A0Tolvansson', 'Tolvan Tolvansson'],
    ['a narrow one, two spaces and a tab', ' Tolvan\u202F \t Tolvansson ', 'Tolvan Tolvansson'],
    ['a zero-width space', 'Eva\u200B Nordin', 'Eva Nordin'],
    ['a soft hyphen', 'Eva Nor\u00ADdin', 'Eva Nordin'],
    ['marks of direction', '\u202EEva Nordin\u202C', 'Eva Nordin'],
    ['a letter that is not drawn', 'Eva\u3164Nordin\u115F', 'EvaNordin'],
    ['a variation selector and a tag', 'Eva\uFE0F Nordin\u{E0041}', 'Eva Nordin'],
    ['a joiner', 'Eva\u034F Nordin', 'Eva Nordin'],
  ])('with %s is kept without', (_what, typed, kept) => {
    expect(cleanName(typed)).toBe(kept)
  })

  test.each([
    ['the brackets of who one works for', 'Eva Nordin (Norrådalens Elnät AB)'],
    ['other brackets', 'Eva Nordin [nätbolag]'],
    ['wide brackets', 'Eva Nordin（nätbolag）'],
    ['a dot between words', 'Eva Nordin · Godkänt av nätbolaget'],
    ['a bullet', 'Eva Nordin • nätbolag'],
    ['a bar', 'Eva Nordin | nätbolag'],
    ['a tick', 'Eva Nordin ✔'],
    ['a picture', 'Eva Nordin 🔒'],
    ['a pile of marks', 'Eva\u0301\u0302\u0303 Nordin'],
    ['what could not be read', 'Eva \uFFFD'],
    ['no letter', '– 12 –'],
    ['nothing to see', cleanName('\u200B\u3164')],
    ['markup', '<b>Eva</b>'],
  ])('of a person has not %s', (_what, name) => {
    expect(personNameProblem(name)).not.toBeNull()
  })

  test.each([
    ['a bracket that closes what it did not open', 'Ström) (nätbolag, Norrådalens Elnät AB'],
    ['brackets crossed', 'Ström [(El])'],
    ['a dot between words', 'Ström · nätbolag'],
    ['only signs', '&!'],
    ['a pile of marks', 'Stro\u0301\u0301\u0301m'],
  ])('of a company has not %s', (_what, name) => {
    expect(companyNameProblem(name)).not.toBeNull()
  })

  test('that is accepted shows every sign it holds, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const name = cleanName(typed)
        expect(cleanName(name)).toBe(name)
        if (companyNameProblem(name) !== null) return
        expect(name).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]|\p{M}{3}|[^\S ]| {2}/u)
        expect(name).toMatch(/[\p{L}\p{N}]/u)
      }),
    )
  })
})

describe('A11: names of one likeness', () => {
  test.each([
    ['Cyrillic', 'Еvа Nоrdin'],
    ['Greek and mathematics', 'Εva 𝐍ordin'],
    ['case', 'EVA NORDIN'],
    ['I, l and 1', 'Eva Nord1n'],
    ['I and l in capitals', 'EVA NORDlN'],
    ['a letter without its dot', 'Eva Nordın'],
    ['marks', 'Éva Ňordin'],
    ['spaces and hyphens', 'Eva-Nor din'],
    ['full width', 'Ｅｖａ Ｎｏｒｄｉｎ'],
    ['something not seen', 'Eva Nor\u200Bdin'],
    ['a full stop', 'Eva Nordin.'],
  ])('are told by their skeleton (UTS 39): %s', (_how, name) => {
    expect(likenessOf(name)).toBe(likenessOf('Eva Nordin'))
  })
  test('rn and m are alike, and two names that merely resemble each other are not', () => {
    expect(likenessOf('Anna Bergstrorn')).toBe(likenessOf('Anna Bergstrom'))
    for (const other of ['Eva Nordén', 'Eva Nord', 'Evy Nordin', 'Nordin Eva'])
      expect(likenessOf(other)).not.toBe(likenessOf('Eva Nordin'))
  })
  test.each([
    'Norrådalens Elnät',
    'NORRÅDALENS ELNÄT AB',
    'AB Norrådalens Elnät (publ)',
    'Norradalens Elnat Aktiebolag',
    'Nоrrådalens Elnät АВ',
    'Norrådalens  El-nät, AB.',
  ])('a company is named like another whatever its legal form: %s', (name) => {
    expect(companyLikenessOf(name)).toBe(companyLikenessOf('Norrådalens Elnät AB'))
  })
  test('a name that is a legal form and nothing else keeps it', () => {
    expect(companyLikenessOf('AB')).not.toBe('')
    expect(companyLikenessOf('Norrådalens Installation AB')).not.toBe(companyLikenessOf('Norrådalens Elnät AB'))
  })
})
