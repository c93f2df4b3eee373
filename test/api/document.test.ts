import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { apiCompare } from 'api-smart-diff'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { endpoints } from '../../src/api/endpoint.ts'
import type { Document } from '../../src/api/openapi.ts'
import { documentText } from '../../src/api/routes.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'

const COPY = path.join(root, 'docs', 'openapi.json')
let address: string
beforeAll(async () => {
  await testDatabase()
  address = (await testServer()).address
})

/**
 * What clients made from one document would not survive of another, as 'remove /paths/…'. The texts are parsed anew each time:
 * api-smart-diff writes in what it compares. More in an answer is no break (docs/api.md), though it calls a new required
 * member one.
 */
function breaking(before: string, after: string): string[] {
  const read = readSchemas(JSON.parse(before) as Document)
  return apiCompare(JSON.parse(before), JSON.parse(after))
    .diffs.filter(({ type, action, path: at }) => {
      const isOfAnswer = at.includes('responses') || (at[0] === 'components' && !read.has(String(at[2])))
      return type === 'breaking' && !(action === 'add' && isOfAnswer)
    })
    .map(({ action, path: at }) => `${action} /${at.join('/')}`)
}

/** The schemas that bodies are read by. */
function readSchemas({ paths, components }: Document): Set<string> {
  const found = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? null).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (found.has(name!)) continue
      found.add(name!)
      follow(components.schemas[name!])
    }
  }
  for (const methods of Object.values(paths)) for (const { requestBody } of Object.values(methods)) follow(requestBody)
  return found
}

/** The document, changed by hand. */
function changed(by: (copy: Document) => unknown): string {
  const copy = JSON.parse(documentText()) as Document
  by(copy)
  return JSON.stringify(copy)
}

test('the document is the one that was reviewed, and nothing in it has been taken away from clients', async () => {
  const kept = await readFile(COPY, 'utf8').catch(() => documentText())
  const breaks = breaking(kept, documentText())
  // A new version of the API is made on purpose: API_BREAKS=1 npx vitest run test/api/document.test.ts -u
  if (process.env['API_BREAKS'] !== '1') expect(breaks).toEqual([])
  await expect(`${JSON.stringify(JSON.parse(documentText()), null, 2)}\n`).toMatchFileSnapshot(COPY)
})

test('what takes something away from clients is found: an address, an answer’s member, a new demand', () => {
  expect(breaking(documentText(), documentText())).toEqual([])
  const properties = ({ components }: Document, name: string) => components.schemas[name]!.properties!
  const less = [
    changed(({ paths }) => Reflect.deleteProperty(paths, '/cases')),
    changed((copy) => Reflect.deleteProperty(properties(copy, 'CaseSummary'), 'due_on')),
    changed((copy) => (properties(copy, 'CaseSummary')['due_on'] = { type: 'number' })),
    changed(({ components }) => components.schemas['NewCase']!.required!.push('postcode')),
  ]
  for (const one of less) expect(breaking(documentText(), one)).not.toEqual([])
  const more = changed((copy) => {
    properties(copy, 'CaseSummary')['extra'] = { type: 'string' }
    copy.components.schemas['CaseSummary']!.required!.push('extra')
    copy.paths['/more'] = copy.paths['/cases']!
  })
  expect(breaking(documentText(), more)).toEqual([])
})

test('the document is served to everybody, and has every address once, by a name of its own', async () => {
  const response = await fetch(`${address}/api/v1/openapi.json`)
  expect(response.status).toBe(200)
  const served = (await response.json()) as { openapi: string; paths: Record<string, object> }
  expect(served.openapi).toBe('3.1.0')
  expect(served).toEqual(JSON.parse(documentText()))
  const listed = Object.entries(served.paths).flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
  )
  expect(listed.sort()).toEqual(endpoints.map((one) => `${one.method} ${one.path.replace(/:(\w+)/g, '{$1}')}`).sort())
  expect(new Set(endpoints.map(({ id }) => id)).size).toBe(endpoints.length)
})

test('the page of the API tells every address, to whoever asks', async () => {
  const { status, body } = await new Client(address).get('/api')
  expect(status).toBe(200)
  for (const { id } of endpoints) expect(body).toContain(`id="${id}"`)
  expect(body).toContain('Idempotency-Key')
})
