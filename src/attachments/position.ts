import { open, readFile } from 'node:fs/promises'

/**
 * Takes the place where a picture was taken out of the file, and leaves all else as it is, which way is up with it: the GPS
 * directory of its EXIF is emptied and the places in its XMP are written over, byte for byte, so that nothing moves. JPEG, PNG
 * and HEIC hold the same two. The bytes are a stranger's: every place they name is checked before it is read.
 * @returns whether there was one
 */
export async function removePosition(path: string): Promise<boolean> {
  const bytes = await readFile(path)
  const changed = [...emptyDirectories(bytes), ...blankedXmp(bytes)]
  if (changed.length === 0) return false
  const file = await open(path, 'r+')
  try {
    for (const { at, length } of changed) await file.write(bytes, at, length, at)
  } finally {
    await file.close()
  }
  return true
}

interface Place {
  at: number
  length: number
}

const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
const GPS = 0x8825

/** Writes zeros over what every GPS directory of the bytes holds, in memory; answers with where. */
function emptyDirectories(bytes: Buffer): Place[] {
  const places: Place[] = []
  for (const mark of ['II*\0', 'MM\0*'])
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at !== -1; at = bytes.indexOf(mark, at + 4, 'latin1'))
      places.push(...emptyIn(bytes, at, mark === 'II*\0'))
  return places
}

function emptyIn(bytes: Buffer, tiff: number, little: boolean): Place[] {
  const fits = (at: number, length: number) => at >= 8 && tiff + at + length <= bytes.length
  const u16 = (at: number) => (little ? bytes.readUInt16LE(tiff + at) : bytes.readUInt16BE(tiff + at))
  const u32 = (at: number) => (little ? bytes.readUInt32LE(tiff + at) : bytes.readUInt32BE(tiff + at))
  const entries = (directory: number) => {
    if (!fits(directory, 2)) return []
    const count = u16(directory)
    return count > 200 || !fits(directory, 2 + count * 12)
      ? []
      : Array.from({ length: count }, (_, n) => directory + 2 + n * 12)
  }
  if (tiff + 8 > bytes.length) return []
  const pointer = entries(u32(4)).find((entry) => u16(entry) === GPS)
  if (pointer === undefined) return []
  const directory = u32(pointer + 8)
  const own = entries(directory)
  if (own.length === 0) return []
  const places: Place[] = [{ at: tiff + directory, length: 2 + own.length * 12 }]
  for (const entry of own) {
    const size = (SIZES[u16(entry + 2)] ?? 0) * u32(entry + 4)
    if (size > 4 && size <= 4096 && fits(u32(entry + 8), size)) places.push({ at: tiff + u32(entry + 8), length: size })
  }
  for (const { at, length } of places) bytes.fill(0, at, at + length)
  return places
}

const XMP = /(?:exif|Iptc4xmpExt|photoshop):(?:GPS\w{1,40}|Location\w{0,40})(?:="[^"]{1,200}"|>[^<]{1,200}<)/g

/** In its text form a place has its name before it: what stands for it becomes spaces. */
function blankedXmp(bytes: Buffer): Place[] {
  const from = bytes.indexOf('<x:xmpmeta', 0, 'latin1')
  if (from === -1) return []
  const end = bytes.indexOf('</x:xmpmeta>', from, 'latin1')
  const text = bytes.toString('latin1', from, end === -1 ? from + 65_000 : end)
  const written = Array.from(text.matchAll(XMP)).filter(({ 0: said }) => /[">]\s*[^\s"<>]/.test(said))
  return written.map(({ 0: said, index }) => {
    const value = said.search(/[">]/) + 1
    const place = { at: from + index + value, length: said.length - value - 1 }
    bytes.fill(' ', place.at, place.at + place.length)
    return place
  })
}
