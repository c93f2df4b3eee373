import { randomBytes } from 'node:crypto'
import fs, { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { readConfig } from '../config.ts'
import type { Translate } from '../language/i18n.ts'
import { cleanText } from '../text/clean.ts'
import { HttpError, TooLarge } from './errors.ts'
import { traced } from './measure.ts'
import { roomFor, type Room } from './limits.ts'
import { flat, type FlatBody } from './parameters.ts'
import { mayStore } from './strangersFiles.ts'

/** A file on its way in: in our temp folder until the answer has been sent, then gone. */
export interface ReceivedFile {
  /** The input's name. */
  field: string
  /** As the person's machine called it. */
  name: string
  path: string
  size: number
  /** Why it is not taken, in the reader's language: it is too large, or one too many. There is nothing at `path` then. */
  problem?: string
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface Request {
      received?: ReceivedFile[]
      /** Why a stranger's file was not taken, for the field it was put in; the rest of the form was read. */
      notTaken?: string
    }
  }
}

const folder = path.join(readConfig().DATA_DIR, 'tmp')

/** So many more than may be sent are told of on the page itself. */
const MOST_TOO_MANY = 70

interface FileLimits {
  maxFiles: number
  maxSize: number
}

/** What is thrown away of files that are too large or too many, so that the rest of the form is read, and no more. */
const MOST_IN_VAIN = 100_000_000

/**
 * Reads a multipart form: files to the disk, never whole in memory; fields as cleanBody gives them. On disk first and
 * into the database then, so that a slow phone holds no database connection. A file that cannot be taken has its `problem`
 * and the form is read all the same: the page comes back with all that was typed.
 * A stranger's files are counted before a byte of them is stored (strangersFiles.ts).
 * @throws MulterError or TooLarge over the limits, HttpError 400 for what is no such form
 */
export function receiveFiles(limits: FileLimits): RequestHandler[] {
  const storage = onDisk(limits)
  const readers = new Map<Room, RequestHandler>()
  const readerOf = (room: Room) => {
    const made = readers.get(room) ?? reader(storage, limits, room)
    readers.set(room, made)
    return made
  }
  return [
    (req, _res, next) => {
      const most = limits.maxFiles * limits.maxSize + roomFor(req).text + ENVELOPE + MOST_IN_VAIN
      const isTooLong = Number(req.headers['content-length'] ?? 0) > most
      next(isTooLong ? new TooLarge(limits.maxFiles === 1 ? 'Filen är för stor.' : undefined) : undefined)
    },
    (req, res, next) => {
      readerOf(roomFor(req))(req, res, (error: unknown) =>
        next(isMalformed(error) ? new HttpError(400, UNREADABLE) : error),
      )
    },
    traced,
    (req, res, next) => {
      const files = Array.isArray(req.files) ? req.files : []
      req.received = files.map(({ fieldname, originalname, path: where, size }, at) => {
        const problem = problemOf(size, at, limits, res.locals.t)
        const name = cleanText(originalname)
        return { field: cleanText(fieldname), name, path: where, size, ...(problem !== null && { problem }) }
      })
      req.body = flatBody(req)
      // An answer that is cut off closes too. Who has hung up already gets none: their files go at once.
      if (res.closed) void removeAll(files)
      else {
        res.once('close', () => void removeAll(files))
        next()
      }
    },
  ]
}

function problemOf(size: number, at: number, { maxFiles, maxSize }: FileLimits, t: Translate): string | null {
  if (size > maxSize) return t('Filen är för stor. Högst {n} MB per fil.', { n: maxSize / 1_000_000 })
  return at < maxFiles ? null : t('För många filer på en gång, högst {n}.', { n: maxFiles })
}

/** Each file under a name of ours. Of one that is too large nothing is kept, and it is read to its end. */
function onDisk({ maxFiles, maxSize }: FileLimits): multer.StorageEngine {
  const read = new WeakMap<Request, number>()
  const most = maxFiles * maxSize + MOST_IN_VAIN
  return {
    _handleFile: (req, file, done) => {
      const where = path.join(folder, randomBytes(16).toString('hex'))
      let size = 0
      const measured = new Transform({
        transform(bytes: Buffer, _encoding, next) {
          size += bytes.length
          const total = (read.get(req) ?? 0) + bytes.length
          read.set(req, total)
          if (total > most) next(new TooLarge())
          else if (size > maxSize) next()
          else next(null, bytes)
        },
      })
      pipeline(file.stream, measured, fs.createWriteStream(where, { mode: 0o600 })).then(
        async () => {
          if (size > maxSize) await rm(where, { force: true })
          done(null, { path: where, size })
        },
        async (error: unknown) => {
          await rm(where, { force: true })
          done(isCutOff(error) ? new Error('cut off') : error)
        },
      )
    },
    _removeFile: (_req, file, done) => void rm(file.path, { force: true }).then(() => done(null), done),
  }
}

/** The form ended before the file did: malformed, and no fault of the disk. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

/** Reads a multipart form without files, on pages that also take urlencoded ones: the fields as cleanBody gives them. */
export const receiveFields: RequestHandler[] = [
  (req, res, next) => {
    const { text, fields } = roomFor(req)
    const limits = { files: 0, fields, parts: fields, fieldSize: text, fieldNameSize: 200, fieldNestingDepth: 0 }
    multer({ limits, streamHandler: feed } as multer.Options).none()(req, res, (error: unknown) =>
      next(isMalformed(error) ? new HttpError(400, UNREADABLE) : error),
    )
  },
  traced,
  (req, _res, next) => {
    req.body = flatBody(req)
    next()
  },
]

/** More than a form with the text of one who is not signed in, and its files, which are thrown away. */
const MOST_UNREAD = 30_000_000

/** What a form says, of one who may not leave files here: empty where it is too large to be read. */
export async function fieldsWithoutFiles(req: Request, res: Response): Promise<FlatBody> {
  if (!req.is('multipart/form-data')) return (req.body ?? {}) as FlatBody
  if (!(Number(req.get('content-length')) <= MOST_UNREAD)) return {}
  const { text, fields } = roomFor(req)
  const limits = { fields, parts: fields + 100, fieldSize: text, fieldNameSize: 200, fieldNestingDepth: 0 }
  const options = {
    limits,
    fileFilter: (_req: unknown, _file: unknown, done: (error: null, take: boolean) => void) => done(null, false),
  }
  return new Promise((resolve) => {
    multer({ ...options, streamHandler: feed } as multer.Options).any()(req, res, (error: unknown) =>
      resolve(error ? {} : flatBody(req)),
    )
  })
}

function flatBody(req: Request) {
  const fields = Object.entries((req.body ?? {}) as Record<string, string | string[]>)
  return flat(fields.flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])))
}

function reader(storage: multer.StorageEngine, { maxFiles }: FileLimits, room: Room): RequestHandler {
  const options: multer.Options & { streamHandler: typeof feed } = {
    storage,
    fileFilter: (req, _file, done) => {
      if (req.actor) done(null, true)
      else mayStore(req).then((may) => done(null, may), done)
    },
    defParamCharset: 'utf8',
    limits: {
      files: maxFiles + MOST_TOO_MANY,
      fields: room.fields,
      parts: room.fields + maxFiles + MOST_TOO_MANY,
      fieldSize: room.text,
      fieldNameSize: 200,
      // No name of ours is a path, and 'a[999999999]' would be a list of that length.
      fieldNestingDepth: 0,
    },
    streamHandler: feed,
  }
  return multer(options).any()
}

/** Boundaries and headings of a form's parts. */
const ENVELOPE = 1_000_000
const UNREADABLE = 'Uppgifterna gick inte att läsa.'

/** Multer limits each field and their number, not their sum; this stops at the sum, the names of fields and files with it. */
function feed(req: Request, form: Writable): void {
  let left = roomFor(req).text
  const count = (...texts: (string | undefined)[]) => {
    for (const text of texts) left -= text?.length ?? 0
    if (left < 0) form.emit('error', new TooLarge())
  }
  form.on('field', (name: string, value: string) => count(name, value))
  form.on('file', (name: string, _file: unknown, { filename }: { filename?: string }) => count(name, filename))
  req.pipe(form)
}

/** A form cut off or garbled, told apart from limits and from faults of the disk, which have a code. */
function isMalformed(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && !(error instanceof HttpError)
}

async function removeAll(files: { path: string }[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file.path, { force: true })))
}

/** Makes the folder of files on their way in; called as the program starts, and not as it is loaded. */
export function openUploads(): void {
  // Two steps: only the folder itself is closed. The database may run as another account in the one above.
  mkdirSync(path.dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  void removeLeftovers()
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
