import type { RejectionReason } from '../cases/queries.ts'
import type { Tx } from '../db/actor.ts'
import type { AreaRow, JobTypeRow, OwnerRow } from '../db/rows.ts'
import { NotFound } from '../web/errors.ts'
import { draftOf } from './compile.ts'
import { SETTING_NAMES, type Content, type DraftArea, type Rules, type Settings, type StandardText } from './content.ts'

export interface Version {
  id: number
  owner_id: number
  version: number
  published_at: Date
  rejection_reasons: RejectionReason[]
  standard_texts: StandardText[]
  rules: Partial<Rules>
}

/** What an owner's new cases are made from: the newest that it has published. One for a later day does not count yet. */
export function inForce(tx: Tx, ownerId: number) {
  return tx('configurations').where({ owner_id: ownerId }).whereRaw('published_at <= app.now()').max('id')
}

export async function versionInForce(tx: Tx, ownerId: number): Promise<Version> {
  const found = await tx<Version>('configurations').where('id', inForce(tx, ownerId)).first()
  if (!found) throw new NotFound('Nätbolaget har inte publicerat någon konfiguration.')
  return found
}

export interface VersionLine extends Pick<Version, 'id' | 'version' | 'published_at'> {
  published_by_name: string | null
  note: string | null
  restored_version: number | null
}

export function listVersions(tx: Tx, ownerId: number): Promise<VersionLine[]> {
  return tx('configurations as g')
    .leftJoin('configuration_contents as c', 'c.configuration_id', 'g.id')
    .where('g.owner_id', ownerId)
    .orderBy('g.id', 'desc')
    .limit(100)
    .select('g.id', 'g.version', 'g.published_at', 'c.published_by_name', 'c.note', 'c.restored_version')
}

export async function contentInForce(tx: Tx, ownerId: number): Promise<Content> {
  const version = await versionInForce(tx, ownerId)
  // What is not kept by version may have been set elsewhere since: as it is now.
  return { ...(await contentOf(tx, version)), ...(await live(tx, ownerId)) }
}

/** What was published as that version; of one that was not made here, what can be read from it. */
export async function contentOfVersion(tx: Tx, ownerId: number, number: number): Promise<Content> {
  const version = await tx<Version>('configurations').where({ owner_id: ownerId, version: number }).first()
  if (!version) throw new NotFound()
  return contentOf(tx, version)
}

async function contentOf(tx: Tx, version: Version): Promise<Content> {
  const kept = (await tx('configuration_contents').where({ configuration_id: version.id }).first('content')) as
    { content: Content } | undefined
  if (kept) return kept.content
  const rows = await tx<JobTypeRow>('job_types').where({ configuration_id: version.id }).orderBy('position')
  const types = new Map(rows.map((row) => [row.type_code, { code: row.type_code, name: row.type_name }]))
  return {
    types: [...types.values()],
    jobs: rows.map((row) => draftOf(row.definition, row.active)),
    reasons: version.rejection_reasons,
    texts: version.standard_texts,
    rules: { fourEyes: false, archiveAfterDays: null, auto: [], ...version.rules },
    ...(await live(tx, version.owner_id)),
  }
}

/** Settings and areas stand in tables of their own, which the rest of the program reads. */
async function live(tx: Tx, ownerId: number): Promise<Pick<Content, 'settings' | 'areas'>> {
  const owner = (await tx<OwnerRow>('owners')
    .where({ id: ownerId })
    .first(...SETTING_NAMES)) as Settings
  const areas = await tx<AreaRow>('areas').where({ owner_id: ownerId, ended_at: null }).orderBy('code')
  const ranges = (await tx('area_postcodes')
    .where({ owner_id: ownerId })
    .orderBy('postcode_from')
    .select('area_id', 'postcode_from', 'postcode_to')) as Range[]
  return {
    settings: Object.fromEntries(SETTING_NAMES.map((name) => [name, owner[name]])) as Settings,
    areas: areas.map(({ id, code, name, email }): DraftArea => {
      const own = ranges.filter((range) => range.area_id === id)
      return { code, name, email, postcodes: own.map((range) => [range.postcode_from, range.postcode_to]) }
    }),
  }
}

interface Range {
  area_id: number
  postcode_from: string
  postcode_to: string
}
