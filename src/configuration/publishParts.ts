import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../db/actor.ts'
import type { OwnerRow } from '../db/rowTypes.ts'
import type { Content, Template } from './content.ts'
import { openStored } from './storedFiles.ts'

/** What of a publication stands on the owner's own row: it is read before there is a case, some of it before sign-in. */
export async function putOwner(tx: Tx, ownerId: number, { settings, fuses, look, passwords }: Content): Promise<void> {
  const { two_step_required, ...policy } = passwords
  await tx('owners')
    .where({ id: ownerId })
    .update({
      ...settings,
      fuse_ladder: fuses.ladder,
      fuse_intervals: JSON.stringify(fuses.intervals),
      entry_text: look.text,
      accent: look.accent,
      password_policy: JSON.stringify(policy),
      two_step_required,
    })
  await putLogo(tx, ownerId, look.logo?.file ?? null)
}

async function putLogo(tx: Tx, ownerId: number, file: number | null): Promise<void> {
  const before = await tx('owners').where({ id: ownerId }).first('logo_file')
  if (file === (before?.logo_file ?? null)) return
  if (file === null) {
    await tx('owners').where({ id: ownerId }).update({ logo_file: null, logo: null, logo_type: null })
    return
  }
  const { media_type: type } = await openStored(tx, file)
  await tx('owners')
    .where({ id: ownerId })
    .update({
      logo_file: file,
      logo_type: type as OwnerRow['logo_type'],
      logo: tx.raw(`(select string_agg(bytes, '' order by seq) from configuration_file_chunks where file_id = ?)`, [
        file,
      ]),
    })
}

/** A published template is never written over: what changed is ended, and a new version of it begins. */
export async function putTemplates(
  tx: Tx,
  { ownerId, name }: { ownerId: number; name: string },
  templates: Template[],
): Promise<void> {
  const live = await liveTemplates(tx, ownerId)
  const same = ({ id: _id, ...row }: LiveTemplate) => templates.some((each) => isDeepStrictEqual(each, row))
  const over = live.filter((row) => !same(row)).map(({ id }) => id)
  await tx('document_templates').whereIn('id', over).update({ ended_at: tx.now })
  for (const template of templates) {
    if (live.some((row) => row.code === template.code && same(row))) continue
    await beginTemplate(tx, { ownerId, name }, template)
  }
}

export async function beginTemplate(tx: Tx, by: { ownerId: number; name: string }, template: Template): Promise<void> {
  const { code, title, help, jobs, validFrom: valid_from, validTo: valid_to, file: file_id } = template
  await openStored(tx, file_id)
  const file = await tx('configuration_files')
    .where({ id: file_id })
    .first('name', 'media_type', 'size', 'sha256', 'scan')
  const [row] = (await tx('document_templates')
    .insert({
      ...file!,
      code,
      title,
      help,
      job_codes: jobs,
      valid_from,
      valid_to,
      file_id,
      owner_id: by.ownerId,
      version: tx.raw(
        '(select coalesce(max(version), 0) + 1 from document_templates where owner_id = ? and code = ?)',
        [by.ownerId, code],
      ),
      uploaded_at: tx.now,
      uploaded_by_name: by.name,
    })
    .returning('id')) as [{ id: number }]
  await tx.raw(
    `insert into document_template_chunks (template_id, owner_id, seq, bytes)
     select ?, owner_id, seq, bytes from configuration_file_chunks where file_id = ?`,
    [row.id, file_id],
  )
}

type LiveTemplate = Template & { id: number }

/** Those that are published and not taken away, in the order of their titles. */
export async function liveTemplates(tx: Tx, ownerId: number): Promise<LiveTemplate[]> {
  return (await tx('document_templates')
    .where({ owner_id: ownerId, ended_at: null })
    .orderByRaw('title collate public.swedish, id')
    .select(
      'id',
      'code',
      'title',
      'help',
      'job_codes as jobs',
      'valid_from as validFrom',
      'valid_to as validTo',
      'file_id as file',
      'name',
    )) as LiveTemplate[]
}
