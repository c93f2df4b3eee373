import { closeSync, openSync, readSync } from 'node:fs'

/**
 * Of a PNG, in pixels, so that a page does not jump when it comes (PNG specification 11.2.2, IHDR).
 * @throws Error when the file is not there or no PNG
 */
export function pictureSize(file: string): { width: number; height: number } {
  const head = Buffer.alloc(24)
  const opened = openSync(file, 'r')
  readSync(opened, head)
  closeSync(opened)
  if (head.toString('latin1', 12, 16) !== 'IHDR') throw new Error(`${file} is no PNG`)
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
}
