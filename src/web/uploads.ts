import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import type { Request, RequestHandler } from 'express'
import multer from 'multer'
import { readConfig } from '../config.ts'
import { HttpError, TooLarge } from './errors.ts'
import { clean } from './forms.ts'

/** A file on its way in: in our temp folder until the answer has been sent, then gone. */
export interface ReceivedFile {
  /** The input's name. */
  field: string
  /** As the person's machine called it. */
  name: string
  path: string
  size: number
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface Request {
      received?: ReceivedFile[]
    }
  }
}

const folder = path.join(readConfig().DATA_DIR, 'tmp')

/** All the text of one form together, as for forms without files: fields are held in memory. */
const MOST_TEXT = 8_000_000

/**
 * Reads a multipart form: files to the disk, never whole in memory; fields as cleanBody gives them. On disk first and
 * into the database then, so that a slow phone holds no database connection.
 * @throws MulterError or TooLarge over the limits, HttpError 400 for what is no such form
 */
export function receiveFiles(limits: { maxFiles: number; maxSize: number }): RequestHandler[] {
  // Two steps: only the folder itself is closed. The database may run as another account in the one above.
  mkdirSync(path.dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  void removeLeftovers()
  const options: multer.Options & { streamHandler: typeof feed } = {
    storage: multer.diskStorage({
      destination: folder,
      filename: (_req, _file, done) => done(null, randomBytes(16).toString('hex')),
    }),
    defParamCharset: 'utf8',
    limits: { files: limits.maxFiles, fileSize: limits.maxSize, fields: 2000, parts: 2100, fieldSize: 3_000_000 },
    streamHandler: feed,
  }
  const read = multer(options).any()
  return [
    (req, res, next) => {
      read(req, res, (error: unknown) => next(isMalformed(error) ? new HttpError(400, UNREADABLE) : error))
    },
    (req, res, next) => {
      const files = Array.isArray(req.files) ? req.files : []
      req.received = files.map(({ fieldname, originalname, path: where, size }) => ({
        field: fieldname,
        name: originalname.normalize('NFC'),
        path: where,
        size,
      }))
      req.body = clean(req.body)
      // An answer that is cut off closes too. Who has hung up already gets none: their files go at once.
      if (res.closed) void removeAll(files)
      else {
        res.once('close', () => void removeAll(files))
        next()
      }
    },
  ]
}

const UNREADABLE = 'Det du skickade gick inte att läsa.'

/** Multer limits each field and their number, not their sum; this stops at the sum. */
function feed(req: Request, form: Writable): void {
  let text = 0
  form.on('field', (_name: string, value: string) => {
    text += value.length
    if (text > MOST_TEXT) form.emit('error', new TooLarge())
  })
  req.pipe(form)
}

/** A form cut off or garbled, told apart from limits and from faults of the disk, which have a code. */
function isMalformed(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && !(error instanceof HttpError)
}

async function removeAll(files: { path: string }[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file.path, { force: true })))
}

/** What a killed process left behind; another process's uploads are younger. */
async function removeLeftovers(): Promise<void> {
  const yesterday = Date.now() - 86_400_000
  for (const name of await readdir(folder)) {
    const file = { path: path.join(folder, name) }
    const old = await stat(file.path).then(
      ({ mtimeMs }) => mtimeMs < yesterday,
      () => false,
    )
    if (old) await removeAll([file])
  }
}
