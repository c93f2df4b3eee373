import type { ScanState } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'

export { answers } from './clamd.ts'

let clamd: string | null = null

/** CLAMD_URL of this process; null: files are not scanned. */
export function useScanner(url: string | null): void {
  clamd = url
}

export function scannerUrl(): string | null {
  return clamd
}

/** How a file that is stored now begins. A trigger queues the scan of one that waits (sql/functions/enqueue_scan.sql). */
export function newScan(): ScanState {
  return clamd === null ? 'unscanned' : 'waiting'
}

/** Without scanning everything opens, as does what was stored before it was switched on until it has been looked at. */
export function opens({ scan }: { scan: ScanState }): boolean {
  return scan === 'clean' || scan === 'unscanned'
}

/** At every way to a file. The database gives no byte of it anyhow (opens_when_clean in sql/policies). @throws Conflict */
export function refuseUnopened(...files: { scan: ScanState }[]): void {
  if (files.some(({ scan }) => scan === 'infected'))
    throw new Conflict('Filen innehöll skadlig kod och är borttagen. Ladda upp en annan.')
  if (files.some((file) => !opens(file)))
    throw new Conflict('Filen kontrolleras mot skadlig kod. Försök igen om en stund.')
}
