import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const empty = Object.fromEntries(
  ['PORT', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'WEB_DATABASE_URL', 'DATA_DIR', 'SMTP_URL', 'MAIL_FROM'].map(
    (name) => [name, ''],
  ),
)

test('a variable that is set to nothing is not set', () => {
  const more = { ...empty, NODE_ENV: '', SECRET_KEY: '', ROLE: ' ', DEMO: '', LOG_LEVEL: '', TRUST_PROXY: '' }
  expect(readConfig(more)).toEqual(readConfig({}))
  expect(readConfig({ PORT: '' }).PORT).toBeUndefined()
})

test('in production a web process may do without the owner’s password, and nobody else', () => {
  const given = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://e.example',
    SECRET_KEY: 'x'.repeat(32),
    WEB_DATABASE_URL: 'postgres://app_web:a@b/c',
  }
  expect(readConfig({ ...given, ROLE: 'web' })).not.toHaveProperty('DATABASE_URL')
  expect(() => readConfig({ ...given, ROLE: 'worker' })).toThrow('DATABASE_URL is required')
})
