import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const folder = path.join(root, 'public/js')
/** Asked by somebody who has no account yet, too: it answers everybody. */
const ANYONE = ['password.js']

test('every script that posts something knows an answer that one is signed out, and says so', () => {
  const posting = readdirSync(folder)
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
    .filter(({ name, text }) => /method: 'POST'|open\('POST'/.test(text) && !ANYONE.includes(name))
  expect(posting.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['autosave.js', 'facility.js', 'grid.js', 'passkey.js', 'presence.js', 'upload.js']),
  )
  for (const { name, text } of posting) {
    expect(text, name).toContain('401')
    expect(text, name).toContain("new CustomEvent('signed-out')")
  }
})
