import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Doing } from '../long-work/run.ts'
import { CannotBeDone } from '../long-work/work.ts'
import { Unreadable } from './csv.ts'
import { stage } from './import.ts'

/** Beyond this a register is read by the worker: a line is some eighty bytes, so up to some thousand lines are read at once. */
export const MOST_AT_ONCE = 100_000

const Input = z.object({ name: z.string() })

/** A register that is too large to be read while somebody waits for the page. */
export const readRegister: Doing = async (tx, { actor, input, pieces, progress }) => {
  if (actor.side !== 'owner' || !actor.isAdmin) throw new CannotBeDone('Du har inte behörighet')
  const { name } = Input.parse(input)
  const folder = await mkdtemp(path.join(tmpdir(), 'elanmalan-register-'))
  try {
    const file = { path: path.join(folder, 'register.csv'), name }
    await pipeline(pieces(), createWriteStream(file.path, { mode: 0o600 }))
    const id = await stage(tx, actor, file, progress)
    return { to: `/owner/facilities/imports/${id}`, said: 'Filen är läst.' }
  } catch (error) {
    if (error instanceof Unreadable) throw new CannotBeDone(error.message, error.params)
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
