import sharp from 'sharp'

/**
 * A photo with the place where it was taken. Red to the left and blue to the right as the sensor saw it; held upright
 * (EXIF 6) red is above.
 */
export async function photo(orientation: number, [width, height] = [96, 64]): Promise<Buffer> {
  const pixels = Buffer.alloc(width! * height! * 3)
  for (let at = 0; at < pixels.length; at += 3) pixels[at + ((at / 3) % width! < width! / 2 ? 0 : 2)] = 220
  const raw = { width: width!, height: height!, channels: 3 as const }
  return sharp(pixels, { raw })
    .withExif({ IFD0: { Make: 'Telefon' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 20/1 0/1' } })
    .withMetadata({ orientation })
    .jpeg({ quality: 95 })
    .toBuffer()
}
