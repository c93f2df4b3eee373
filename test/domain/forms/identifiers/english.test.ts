import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../../src/config.ts'
import { translators } from '../../../../src/language/i18n.ts'

test('every sentence an identifier says has its English', () => {
  const folder = path.join(root, 'src/domain/forms/identifiers')
  const code = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'))
  const sentences = code.flatMap((text) =>
    [...text.matchAll(/'([A-ZÅÄÖ][^'\n]* [^'\n]*[.?])'/g)].map(([, sentence]) => sentence!),
  )
  expect(sentences.length).toBeGreaterThan(25)
  expect(sentences.filter((sentence) => translators.en(sentence) === sentence)).toEqual([])
})
