import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import express, { Router, type Response } from 'express'
import { root } from '../config.ts'
import { bundle } from './bundles.ts'

const directory = path.join(root, 'public')
const hashes = new Map<string, { at: number; hash: string }>()

/** The address of a file in public/, or of a bundle of them, with the hash of its content: kept for ever, changes with it. */
export function asset(file: string): string {
  return `/assets/${hashOf(file)}/${file}`
}

function hashOf(file: string): string {
  const built = bundle(file, frozen)
  if (built) return built.hash
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
const STYLESHEET = 'built/app.css'

/** In production a file is looked at once. */
export function freezeAssets(): void {
  frozen = true
}

const FOR_EVER = 'public, max-age=31536000, immutable'

export const assets = Router()
// No page, so nobody declares it (routes.ts): for anyone, as the files beside it.
assets.use('/:hash/built/:name', (req, res, next) => {
  const made = ['GET', 'HEAD'].includes(req.method) ? bundle(`built/${req.params.name}`, frozen) : undefined
  if (!made) {
    next()
    return
  }
  res.setHeader('Cache-Control', req.params.hash === made.hash ? FOR_EVER : 'no-cache')
  res.type(made.type).send(made.body)
})
assets.use(
  '/:hash',
  express.static(directory, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    // By hand: `immutable` gives way to the no-store that every other answer carries.
    setHeaders: (res, full) => {
      const hash = (res as Response).req.params['hash']
      res.setHeader('Cache-Control', isCurrent(hash, full) ? FOR_EVER : 'no-cache')
    },
  }),
)

/**
 * While a new version is rolled out, its pages may ask a process of the old one: what that answers must not be kept
 * under the new address. A font is asked for at the address of the stylesheet that names it.
 */
function isCurrent(hash: unknown, full: string): boolean {
  const file = path.relative(directory, full).split(path.sep).join('/')
  return [file, STYLESHEET].some((name) => hashOf(name) === hash)
}
