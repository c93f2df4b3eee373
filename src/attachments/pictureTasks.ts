import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import type { TaskList } from 'graphile-worker'
import { readConfig } from '../config.ts'
import { asSystem } from '../db/actor.ts'
import { IsolatedFailed } from '../isolated.ts'
import { log } from '../log.ts'
import { makePicture } from './picture.ts'

/** Of one job; the next minute takes the rest. */
const MOST = 200

let underWay: Promise<void> | null = null

export const pictureTasks: TaskList = {
  /** Queued where a picture is attached, and each minute for what was attached before there were copies. */
  pictures: async () => {
    // What comes while the last one is made is not missed: it is asked for anew.
    while (underWay) await underWay
    underWay = makeAll().finally(() => (underWay = null))
    await underWay
  },
}

async function makeAll(): Promise<void> {
  const tried = new Set<number>()
  while (tried.size < MOST) {
    const { rows } = await asSystem('worker', (tx) =>
      tx.raw<{ rows: { id: number }[] }>('select id from app.pictures_waiting(?)', [tried.size + 1]),
    )
    const next = rows.find(({ id }) => !tried.has(id))
    if (!next) return
    tried.add(next.id)
    await make(next.id)
  }
}

const folder = path.join(readConfig().DATA_DIR, 'tmp')

async function make(id: number): Promise<void> {
  const file = path.join(folder, randomBytes(16).toString('hex'))
  try {
    const mediaType = await fetch(id, file)
    if (mediaType === null) return
    // A machine that is busy elsewhere ends one that would have been made.
    const made = await makePicture(file, mediaType)
      .catch((error: unknown) => {
        if (!(error instanceof IsolatedFailed) || error.isFinal) throw error
        return makePicture(file, mediaType)
      })
      .catch((error: unknown) => {
        if (!(error instanceof IsolatedFailed)) throw error
        log.warn({ file: id, mediaType, reason: error.message }, 'no picture could be made of a file')
        return null
      })
    const became = made === null ? 'failed' : made.large === null ? 'own' : 'made'
    const bytes = [made?.large, made?.small].map((text) => (text ? Buffer.from(text, 'base64') : null))
    await asSystem('worker', (tx) => tx.raw('select app.put_picture(?, ?, ?, ?)', [id, became, ...bytes] as never))
  } finally {
    await rm(file, { force: true })
  }
}

/** To the disk, one chunk in one short transaction; null when there is nothing to be made. */
async function fetch(id: number, to: string): Promise<string | null> {
  await mkdir(folder, { recursive: true })
  const file = await open(to, 'w', 0o600)
  try {
    let mediaType: string | null = null
    for (let seq = 0; ; seq += 1) {
      const { rows } = await asSystem('worker', (tx) =>
        tx.raw<{ rows: { media_type: string; bytes: Buffer }[] }>('select * from app.picture_to_make(?, ?)', [id, seq]),
      )
      if (!rows[0]) return mediaType
      mediaType = rows[0].media_type
      await file.write(rows[0].bytes)
    }
  } finally {
    await file.close()
  }
}
