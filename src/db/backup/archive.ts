import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { entryOf } from './backup.ts'
import { Manifest, type StoredTable, type TableShape } from './catalogue.ts'
import { sumOf } from './stream.ts'

const DAMAGED = 'Säkerhetskopian är skadad'

/** An archive that has been opened; its parts are streamed. */
export class Archive {
  readonly manifest: Manifest
  readonly #zip: ZipFile
  readonly #entries: Map<string, Entry>

  private constructor(zip: ZipFile, entries: Map<string, Entry>, manifest: Manifest) {
    this.#zip = zip
    this.#entries = entries
    this.manifest = manifest
  }

  /** @throws Error with a plain sentence when the file is not an archive, or not a whole one */
  static async open(file: string): Promise<Archive> {
    let zip: ZipFile
    try {
      zip = await openPromise(file, { autoClose: false })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`${file} finns inte.`, { cause: error })
      throw new Error(`${DAMAGED}: ${file} är inte en hel fil av npm run backup.`, { cause: error })
    }
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    const told = entries.get('manifest.json')
    const text = told && (await buffer(await zip.openReadStreamPromise(told))).toString()
    const parsed = Manifest.safeParse(text && JSON.parse(text))
    if (!parsed.success)
      throw new Error(`${DAMAGED}, eller gjord av en annan version: manifest.json går inte att läsa.`)
    return new Archive(zip, entries, parsed.data)
  }

  async read(table: TableShape): Promise<Readable> {
    const entry = this.#entries.get(entryOf(table))
    if (!entry) throw new Error(`${DAMAGED}: ${entryOf(table)} saknas.`)
    return this.#zip.openReadStreamPromise(entry)
  }

  /** @throws Error naming the first part that is not what was written */
  async verify(): Promise<void> {
    for (const table of this.manifest.tables) {
      const { bytes, sha256 } = await sumOf(await this.read(table)).catch((error: unknown) => {
        throw new Error(`${DAMAGED}: ${entryOf(table)} går inte att läsa.`, { cause: error })
      })
      if (bytes !== table.bytes || sha256 !== table.sha256) throw damaged(table)
    }
  }

  close(): void {
    this.#zip.close()
  }
}

const damaged = (table: StoredTable) => new Error(`${DAMAGED}: ${entryOf(table)} är inte vad som skrevs.`)
