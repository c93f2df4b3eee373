import type { Tx } from '../db/actor.ts'
import type { AreaRow, ConfigurationRow, JobTypeRow } from '../db/rowTypes.ts'
import { policyOf } from '../sign-in/accounts/policy.ts'
import { NotFound } from '../web/errors.ts'
import { draftOf } from './compile.ts'
import { liveTemplates } from './publishParts.ts'
import {
  BEGUN,
  SETTING_NAMES,
  withRules,
  type Content,
  type DraftArea,
  type Fuses,
  type Look,
  type Rules,
  type Settings,
  type StandardText,
} from './content.ts'

export interface Version extends Omit<ConfigurationRow, 'standard_texts' | 'rules'> {
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
  if (kept) return withRules(kept.content)
  const rows = await tx<JobTypeRow>('job_types').where({ configuration_id: version.id }).orderBy('position')
  const types = new Map(rows.map((row) => [row.type_code, { code: row.type_code, name: row.type_name }]))
  return {
    types: [...types.values()],
    jobs: rows.map((row) => draftOf(row.definition, row.active)),
    reasons: version.rejection_reasons,
    texts: version.standard_texts,
    rules: { ...BEGUN, auto: [], ...version.rules },
    ...(await live(tx, version.owner_id)),
  }
}

type Live = Pick<Content, 'settings' | 'areas' | 'fuses' | 'look' | 'passwords' | 'templates'>

/** What stands in tables of its own, which the rest of the program reads. */
async function live(tx: Tx, ownerId: number): Promise<Live> {
  const owner = (await tx('owners as o')
    .leftJoin('configuration_files as f', 'f.id', 'o.logo_file')
    .where('o.id', ownerId)
    .first(
      ...SETTING_NAMES.map((name) => `o.${name}`),
      'o.fuse_ladder as ladder',
      'o.fuse_intervals as intervals',
      'o.entry_text as text',
      'o.accent',
      'o.password_policy as policy',
      'o.two_step_required',
      'f.id as file',
      'f.name as file_name',
    )) as Settings & Fuses & Omit<Look, 'logo'> & Row
  const { ladder, intervals, text, accent, file, file_name: name } = owner
  return {
    settings: Object.fromEntries(SETTING_NAMES.map((key) => [key, owner[key]])) as Settings,
    areas: await liveAreas(tx, ownerId),
    fuses: { ladder, intervals },
    look: { text, accent, logo: file === null ? null : { file, name } },
    passwords: { ...policyOf(owner.policy), two_step_required: owner.two_step_required },
    templates: (await liveTemplates(tx, ownerId)).map(({ id: _id, ...template }) => template),
  }
}

interface Row {
  policy: object
  two_step_required: boolean
  file: number | null
  file_name: string
}

async function liveAreas(tx: Tx, ownerId: number): Promise<DraftArea[]> {
  const areas = await tx<AreaRow>('areas').where({ owner_id: ownerId, ended_at: null }).orderBy('code')
  const ranges = await tx('area_postcodes')
    .where({ owner_id: ownerId })
    .orderBy('postcode_from')
    .select('area_id', 'postcode_from', 'postcode_to')
  return areas.map(({ id, code, name, email }): DraftArea => {
    const own = ranges.filter((range) => range.area_id === id)
    return { code, name, email, postcodes: own.map((range) => [range.postcode_from, range.postcode_to]) }
  })
}

/**
 * The first version was made from the catalogue and has no content of its own: before another takes its place what it
 * was is written down, so that one can come back to its settings, areas, templates and look too.
 */
export async function keepSeeded(tx: Tx, ownerId: number): Promise<void> {
  const version = await versionInForce(tx, ownerId)
  const kept = await tx('configuration_contents').where({ configuration_id: version.id }).first('owner_id')
  if (kept) return
  const content = await contentOf(tx, version)
  await tx('configuration_contents').insert({
    configuration_id: version.id,
    owner_id: ownerId,
    content: JSON.stringify(content),
    rules: JSON.stringify(content.rules),
    published_by_name: 'Elanmälan',
  })
}
