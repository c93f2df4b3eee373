import type { ScriptKind } from './bundles.ts'
import type { ScanState } from '../db/rowTypes.ts'
import type { FlashUndo, Form, Shared } from './pages.ts'

/**
 * What the shared parts in views/partials take. A part sees everything its page has, so an argument that could be
 * mistaken for something of the page ('title', 'label') is never optional: test/views.test.ts checks every include.
 */
export interface Partials {
  'partials/icon': { name: string }
  'partials/scan': { file: { scan: ScanState } }
  'partials/help': { id: string; text: string }
  'partials/tip': { id: string; label: string; text: string }
  'partials/undo': { undo: FlashUndo }
  'partials/live': { person: string; began: number }
  'partials/error-summary': { errors: Form['errors']; whose?: Record<string, string> }
  'partials/shortcuts': { t: Shared['t'] }
  'partials/file-input': {
    id: string
    name: string
    accept: string
    describedBy: string
    wrong: boolean
    many?: boolean
    /** Opens the camera of a phone. */
    camera?: boolean
  }
  'partials/empty': { empty: { icon: string; title: string; text: string; action: Link | null } }
  'partials/kept': { kept: NonNullable<Layout['kept']> }
  'partials/actions-row': { back: Link | null; links: MenuItem[] }
  'partials/menu': { cases: MenuItem[]; work: MenuItem[]; actor: NonNullable<Shared['actor']> }
  'partials/section-nav': { sections: MenuItem[] }
  'partials/profile-nav': { actor: Shared['actor'] }
  'partials/company-nav': { t: Shared['t'] }
  'partials/owner-nav': { t: Shared['t'] }
  'partials/operator-nav': { t: Shared['t'] }
  'partials/menu-items': { items: MenuItem[] }
  'partials/account': { actor: NonNullable<Shared['actor']> }
  'partials/badge': { waiting: string }
  'partials/language': { look: string }
}

interface Link {
  href: string
  label: string
}

interface MenuItem extends Link {
  icon: string
  /** The key that leads there (public/js/keys.js). */
  key?: string
}

/** What the layout has besides Shared. */
export interface Layout {
  body: string
  view: string
  /** Which of the scripts the page runs (web/bundles.ts). */
  scripts: ScriptKind
  form?: Form
  /** The page has a decision to make, which is skipped to. */
  decision?: unknown
  /** What was written before the session ended: back in its form, or else its texts (web/kept.ts). */
  kept?: { isBack: boolean; isAside: boolean; texts: [name: string, text: string][] }
}
