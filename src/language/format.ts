const zone = 'Europe/Stockholm'

// Made once: building an Intl formatter costs more than the rest of a table row.
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' })
const plain = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 3 })
const short = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 1 })

/** Swedish forms for both languages of the interface: 2026-11-23, 14:05, 1 234,5. */
export const format = {
  date: (at: Date | string): string => (typeof at === 'string' ? at : day.format(at)),
  time: (at: Date): string => clock.format(at),
  dateTime: (at: Date): string => `${day.format(at)} ${clock.format(at)}`,
  /** For <time datetime>. */
  iso: (at: Date | string): string => (typeof at === 'string' ? at : at.toISOString()),
  number: (value: number): string => plain.format(value),
  bytes: (size: number): string =>
    size < 1e6
      ? `${short.format(Math.max(1, Math.round(size / 1e3)))} kB`
      : size < 1e9
        ? `${short.format(size / 1e6)} MB`
        : `${short.format(size / 1e9)} GB`,
}

export type Format = typeof format
