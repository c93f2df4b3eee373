import type { Page } from '../../web/pages.ts'

export interface Symbol {
  /** An id in public/icons.svg. */
  icon: string
  /** Swedish name of group and state, already translated. */
  title: string
  tone: 'neutral' | 'red' | 'green' | 'amber' | 'blue'
}

declare module '../../web/pages.ts' {
  interface Views {
    'cases/symbols': Page & { groups: { name: string; by: string; states: Symbol[] }[] }
  }
}

declare module '../../web/partials.ts' {
  interface Partials {
    'partials/symbols': { symbols: Symbol[] }
  }
}
