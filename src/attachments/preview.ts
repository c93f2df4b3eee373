/**
 * The small picture that a camera puts inside its photo (EXIF), with the photo's own orientation; null where there is
 * none. It lies in the first 64 kB, so a list of photos costs a few kilobytes each. The bytes are a stranger's: every
 * place they name is checked before it is read.
 */
export function embeddedPreview(photo: Buffer): Buffer | null {
  const exif = exifOf(photo)
  if (!exif) return null
  const little = exif.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (at + 2 > exif.length ? 0 : little ? exif.readUInt16LE(at) : exif.readUInt16BE(at))
  const u32 = (at: number) => (at + 4 > exif.length ? 0 : little ? exif.readUInt32LE(at) : exif.readUInt32BE(at))
  const tag = (directory: number, wanted: number, read: (at: number) => number) => {
    for (let n = 0; n < Math.min(u16(directory), 100); n += 1) {
      const entry = directory + 2 + n * 12
      if (u16(entry) === wanted) return read(entry + 8)
    }
    return 0
  }
  const first = u32(4)
  const second = u32(first + 2 + Math.min(u16(first), 100) * 12)
  if (first === 0 || second === 0) return null
  const [start, length] = [tag(second, 0x0201, u32), tag(second, 0x0202, u32)]
  const picture = exif.subarray(start, start + length)
  if (length < 4 || picture.length !== length || picture.readUInt16BE(0) !== 0xffd8) return null
  return Buffer.concat([picture.subarray(0, 2), orientation(tag(first, 0x0112, u16)), picture.subarray(2)])
}

/** What is inside the APP1 segment that says Exif. */
function exifOf(photo: Buffer): Buffer | null {
  if (photo.length < 4 || photo.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 10 <= photo.length;) {
    const [marker, length] = [photo.readUInt16BE(at), photo.readUInt16BE(at + 2)]
    if (marker < 0xffe0 || marker > 0xffef || length < 2) return null
    if (marker === 0xffe1 && photo.toString('latin1', at + 4, at + 10) === 'Exif\0\0')
      return photo.subarray(at + 10, at + 2 + length)
    at += 2 + length
  }
  return null
}

/** An EXIF segment that says nothing but which way is up. */
function orientation(value: number): Buffer {
  const way = value >= 1 && value <= 8 ? value : 1
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0]
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]
  return Buffer.from([0xff, 0xe1, 0, body.length + 2, ...body])
}
