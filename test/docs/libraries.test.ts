import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const REGISTRY = 'https://registry.npmjs.org/'

interface Package {
  resolved?: string
  integrity?: string
  link?: boolean
}

test('every package comes from the registry, with its hash', async () => {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>
  }
  const packages = Object.entries(lock.packages).filter(([place]) => place !== '')
  expect(packages.length).toBeGreaterThan(200)
  for (const [place, { resolved, integrity }] of packages) {
    expect(resolved ?? REGISTRY, place).toContain(REGISTRY) // omitted where it is the registry
    expect(integrity, place).toMatch(/^sha512-/)
  }
})
