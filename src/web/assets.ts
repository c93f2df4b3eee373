import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import express, { Router, type Response } from 'express'
import { root } from '../config.ts'

const directory = path.join(root, 'public')
const hashes = new Map<string, { at: number; hash: string }>()

/** The address of a file in public/ with the hash of its content: may be kept for ever, changes with the file. */
export function asset(file: string): string {
  return `/assets/${hashOf(file)}/${file}`
}

function hashOf(file: string): string {
  const known = hashes.get(file)
  if (known && frozen) return known.hash
  const full = path.join(directory, file)
  if (!existsSync(full)) return '0'
  const at = statSync(full).mtimeMs
  if (known?.at === at) return known.hash
  const hash = createHash('sha256').update(readFileSync(full)).digest('hex').slice(0, 8)
  hashes.set(file, { at, hash })
  return hash
}

let frozen = false
const stylesheets = readdirSync(path.join(directory, 'css')).map((name) => `css/${name}`)

/** In production a file is looked at once. */
export function freezeAssets(): void {
  frozen = true
}

export const assets = Router()
assets.use(
  '/:hash',
  express.static(directory, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    // By hand: `immutable` gives way to the no-store that every other answer carries.
    setHeaders: (res, full) => {
      const hash = (res as Response).req.params['hash']
      res.setHeader('Cache-Control', isCurrent(hash, full) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  }),
)

/**
 * While a new version is rolled out, its pages may ask a process of the old one: what that answers must not be kept
 * under the new address. A font is asked for at the address of the stylesheet that names it.
 */
function isCurrent(hash: unknown, full: string): boolean {
  const file = path.relative(directory, full).split(path.sep).join('/')
  return [file, ...stylesheets].some((name) => hashOf(name) === hash)
}
