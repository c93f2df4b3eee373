import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { apart } from '../isolated.ts'

/** Longer sides than these are scaled down: enough for the digits of a meter, and for a stamp in a list. */
const SIDES = { large: 3200, small: 320 }
/** 48 megapixels is what phones take. */
const MOST_PIXELS = 60_000_000
const LIMITS = { ms: 60_000, mb: 512 }
/** Of WebAssembly, in which HEIC is read; V8's limit is 4 GB. */
const MOST_WASM = 1_000_000_000

/** base64 */
interface Made {
  /** null: the file itself is upright and shown by every browser. */
  large: string | null
  small: string
}

/**
 * A copy of a picture to look at: JPEG, upright in its pixels, without EXIF and so without a place; and a stamp of it.
 * @throws IsolatedFailed for what is no picture, too large, or takes too long
 */
export function makePicture(path: string, mediaType: string): Promise<Made> {
  const { resolve } = createRequire(import.meta.url)
  const [sharp, heic] = ['sharp', 'heic-decode'].map((name) => pathToFileURL(resolve(name)).href)
  const isHeic = mediaType === 'image/heic' || mediaType === 'image/heif'
  return apart<Made>(MAKE, { path, isHeic, sharp, heic, SIDES, MOST_PIXELS, MOST_WASM }, LIMITS)
}

/** HEIC says by a property of its own which way is up (ISO/IEC 23008-12, 6.5.10), and libheif has turned it already. */
const MAKE = `
  const { default: sharp } = await load(data.sharp)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng'] })
  sharp.concurrency(1)
  const limits = { limitInputPixels: data.MOST_PIXELS, failOn: 'none' }
  let picture, isTurned
  if (data.isHeic) {
    const grow = WebAssembly.Memory.prototype.grow
    WebAssembly.Memory.prototype.grow = function (pages) {
      if (this.buffer.byteLength + pages * 65536 > data.MOST_WASM) throw new RangeError('too much memory')
      return grow.call(this, pages)
    }
    const { default: heic } = await load(data.heic)
    const { readFile } = await load('node:fs/promises')
    const [first] = await heic.all({ buffer: await readFile(data.path) })
    if (first.width * first.height > data.MOST_PIXELS) throw new Error('too many pixels')
    const { width, height, data: pixels } = await first.decode()
    picture = sharp(pixels, { ...limits, raw: { width, height, channels: 4 } }).removeAlpha()
    isTurned = true
  } else {
    const { orientation } = await sharp(data.path, limits).metadata()
    isTurned = orientation > 1
    picture = sharp(data.path, limits).autoOrient().flatten({ background: 'white' })
  }
  const jpeg = (side, quality) => picture.clone().keepIccProfile()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true }).jpeg({ quality }).toBuffer()
  const large = isTurned ? await jpeg(data.SIDES.large, 85) : null
  const small = await jpeg(data.SIDES.small, 75)
  return { large: large && large.toString('base64'), small: small.toString('base64') }`
