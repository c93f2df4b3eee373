import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { RequestHandler } from 'express'
import multer from 'multer'
import { readConfig } from '../config.ts'
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

/**
 * Reads a multipart form: files to the disk, never whole in memory; fields as cleanBody gives them. On disk first and
 * into the database then, so that a slow phone holds no database connection.
 * @throws MulterError over the limits
 */
export function receiveFiles(limits: { maxFiles: number; maxSize: number }): RequestHandler[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const upload = multer({
    storage: multer.diskStorage({
      destination: folder,
      filename: (_req, _file, done) => done(null, randomBytes(16).toString('hex')),
    }),
    defParamCharset: 'utf8',
    limits: { files: limits.maxFiles, fileSize: limits.maxSize, fields: 2000, parts: 2100, fieldSize: 3_000_000 },
  })
  return [
    (_req, res, next) => {
      // An answer that is cut off closes too; whatever has been written by then is removed.
      res.once('close', () => void removeAll(_req.received ?? []))
      next()
    },
    upload.any(),
    (req, _res, next) => {
      const files = Array.isArray(req.files) ? req.files : []
      req.received = files.map(({ fieldname, originalname, path: where, size }) => ({
        field: fieldname,
        name: originalname.normalize('NFC'),
        path: where,
        size,
      }))
      req.body = clean(req.body)
      next()
    },
  ]
}

async function removeAll(files: ReceivedFile[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file.path, { force: true })))
}
