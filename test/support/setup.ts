import { afterAll } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { cleanUp } from './cleanup.ts'

// Run before each test file, though all files of a worker share one module graph: each hands it over as it found it.
afterAll(async () => {
  await cleanUp()
  setClock('')
})
