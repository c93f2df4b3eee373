import { createHash } from 'node:crypto'
import { Transform, Writable, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { TableShape } from './catalogue.ts'

export interface Sum {
  bytes: number
  sha256: string
}

/** Lets everything through and counts it; the sum is told when all has passed. */
export function summed(tell: (sum: Sum) => void): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      tell({ bytes, sha256: hash.digest('hex') })
      done()
    },
  })
}

export async function sumOf(source: Readable): Promise<Sum> {
  let sum: Sum | undefined
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(
    source,
    summed((told) => (sum = told)),
    nowhere,
  )
  return sum!
}

/** A table's rows in COPY's text format, in the order in which they lie. */
export function copyOf(client: pg.Client, { name, columns }: TableShape) {
  return client.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`))
}
