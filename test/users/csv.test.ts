import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../src/text/encoding.ts'
import { readPeople } from '../../src/users/csv.ts'
import { usernameOf } from '../../src/users/username.ts'

const olle = { name: 'Olle Palm', email: 'olle@foretag.example', is_admin: false, locale: 'sv' }

describe('a file of people', () => {
  test.each([
    ['semicolons with a heading', 'Namn;E-post;Administratör\nOlle Palm;olle@foretag.example;nej'],
    ['commas, the columns in another order', 'email,name\nolle@foretag.example,Olle Palm'],
    ['tabs without a heading, in our order', 'Olle Palm\t\tolle@foretag.example'],
    ['a mark that it is UTF-8, and line ends of Windows', '\uFEFFNamn;E-post\r\nOlle Palm;olle@foretag.example\r\n'],
    ['quotes', '"Namn";"E-post"\n"Olle Palm";"olle@foretag.example"'],
  ])('is read with %s', (_how, text) => {
    const [row, ...rest] = readPeople(text)
    expect(rest).toEqual([])
    expect(row!.errors).toEqual({})
    expect(row!.person).toMatchObject(olle)
  })

  test('written by an older program is read as it was meant', () => {
    expect(textOf(Buffer.from('Åsa Öberg', 'latin1'))).toBe('Åsa Öberg')
    expect(textOf(Buffer.from('Åsa Öberg', 'utf8'))).toBe('Åsa Öberg')
  })

  test.each([
    ['Namn;E-post\nOlle Palm;', { email: 'Ange en e-postadress att skicka inloggningsuppgifterna till.' }],
    ['Namn;E-post\nOlle Palm;olle', { email: 'E-postadressen ska ha ett @.' }],
    ['Namn;E-post\n;olle@foretag.example', { name: 'Ange personens namn.' }],
    [
      'Namn;E-post;Telefon\nOlle Palm;olle@foretag.example;ring',
      { phone: 'Telefonnummer ska börja med 0 eller + och i övrigt bara ha siffror.' },
    ],
    [
      'Namn;Användarnamn;E-post\nOlle Palm;å ä ö;olle@foretag.example',
      { username: 'Använd a–z, siffror, punkt, bindestreck och understreck, minst två tecken.' },
    ],
    [
      'Namn;Användarnamn;E-post\nOlle Palm;upptagen;olle@foretag.example',
      { username: 'Användarnamnet går inte att använda.' },
    ],
    ['Namn\nOlle Palm', { email: 'Ange en e-postadress att skicka inloggningsuppgifterna till.' }],
  ])('%j is told about at its row and column: %j', (text, errors) => {
    const [row] = readPeople(text, new Set(['upptagen']))
    expect([row!.line, row!.errors, row!.person]).toEqual([2, errors, null])
  })

  test('the same user name twice is an error at the second', () => {
    const rows = readPeople('Namn;Användarnamn;E-post\nOlle Palm;olle;a@b.example\nOlle Pil;olle;c@d.example')
    expect(rows.map(({ errors }) => Object.keys(errors))).toEqual([[], ['username']])
  })

  test('any text gives at most a thousand rows, each a person or told what is wrong', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '@', '.', ';', ',', '"', '\n', ' ', 'å'), maxLength: 4000 }),
        (text) => {
          const rows = readPeople(text)
          expect(rows.length).toBeLessThanOrEqual(1000)
          for (const { person, errors } of rows) expect(person === null).toBe(Object.keys(errors).length > 0)
        },
      ),
    )
  })
})

test.each([
  ['Åsa Öberg-Lind', 'asa.oberg-lind'],
  ['Olle Palm', 'olle.palm'],
  ['Karl Johan af Ekenstam', 'karl.ekenstam'],
  ['Madonna', 'madonna'],
  ['  ', ''],
  ['李小龙', ''],
  ['Ærø Strauß', 'aero.strauss'],
  ['Łukasz Wałęsa', 'lukasz.walesa'],
  ['Þóra Guðmundsdóttir', 'thora.gudmundsdottir'],
  ['Işık Yıldız', 'isik.yildiz'],
  ['Đorđe Œuvrard', 'dorde.oeuvrard'],
  ['Sean O´Brien', 'sean.obrien'],
  ['Anne D’Arcy', 'anne.darcy'],
  ['K', 'k'],
])('%j is called %j', (name, username) => {
  expect(usernameOf(name)).toBe(username)
})
