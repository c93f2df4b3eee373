import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { AttachmentRow, CaseRow, EventRow, JobTypeRow, MailRow, NoteRow } from '../db/rowTypes.ts'
import { forNotice } from '../domain/forms/resolvedForms.ts'
import { readSections, type ReadSection } from '../domain/forms/present.ts'
import { STATUSES } from '../domain/workflow/status.ts'
import { timelineOf } from '../cases/page/timeline.ts'
import { listUnsent, withUnsent } from '../cases/workflow/unsent.ts'
import { signer } from '../language/actor.ts'
import { format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'
import type { FoundAccount } from './person.ts'

/**
 * A register extract (GDPR article 15) as a text to be read: of each case all that the reader's tenant may see, of each
 * account what is kept. Whoever hands it out takes away what is about others.
 */
export async function extractOf(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  found: { ids: number[]; accounts: FoundAccount[] },
  t: Translate,
): Promise<string> {
  const { ids, accounts } = found
  const rows = await tx<CaseRow>('cases').whereIn('id', ids).orderBy('id')
  const unsent = actor.side === 'installer' ? await listUnsent(tx, ids) : null
  const jobs = await tx<JobTypeRow>('job_types').whereIn('id', [...new Set(rows.map((kase) => kase.job_type_id))])
  const notes = await tx<NoteRow>('notes').whereIn('case_id', ids).orderBy('id')
  const events = await tx<EventRow>('case_events').whereIn('case_id', ids).orderBy('id', 'desc')
  const files = await tx<AttachmentRow>('attachments').whereIn('case_id', ids).where({ deleted_at: null }).orderBy('id')
  const owners = (await tx('owners')
    .whereIn('id', [...new Set(rows.map((kase) => kase.owner_id))])
    .select('id', 'name')) as {
    id: number
    name: string
  }[]
  const mails = await tx<MailRow>('mail_messages').whereIn('case_id', ids).orderBy('id')
  const lines = [
    t('Registerutdrag ur Elanmälan'),
    `${actor.tenantName}, ${format.dateTime(tx.now)}`,
    ...accounts.flatMap((account) => ['', ...accountLines(account, t)]),
  ]
  for (const row of rows) {
    const kase = unsent ? withUnsent(row, unsent.get(row.id)) : row
    const job = jobs.find(({ id }) => id === kase.job_type_id)!
    const forms = forNotice(job.definition, kase.notice)
    const sign = signer(t, { company: kase.company_name, owner: owners.find(({ id }) => id === kase.owner_id)!.name })
    const reader = { t, full: true, side: actor.side }
    const of = <T extends { case_id: number | null }>(all: T[]) => all.filter((each) => each.case_id === kase.id)
    lines.push(
      '',
      '='.repeat(72),
      `${t('Ärende {number}', { number: kase.ref })}, ${t(kase.job_name)}, ${t(STATUSES[kase.status].label)}`,
      `${t('Företag')}: ${kase.company_name}`,
      ...(['notice', 'consent', 'completion'] as const).flatMap((part) =>
        sectionLines(readSections(forms[part], kase[part], reader)),
      ),
      ...titled(
        t('Noteringar'),
        of(notes),
        (note) => `${format.dateTime(note.at)} ${sign(note.author_name, note.side)}: ${note.subject}. ${note.body}`,
      ),
      ...titled(
        t('Bilagor'),
        of(files),
        (file) => `${format.dateTime(file.uploaded_at)} ${file.name}, ${sign(file.uploaded_by_name, file.side)}`,
      ),
      ...titled(
        t('Mejl'),
        of(mails),
        (mail) => `${format.dateTime(mail.created_at)} ${mail.to_address}: ${mail.subject}`,
      ),
      ...titled(t('Aktivitetslogg'), timelineOf(of(events), t, sign), (item) =>
        [format.dateTime(item.at), item.who, item.text, item.comment].filter(Boolean).join(' · '),
      ),
    )
  }
  return `${lines.join('\r\n')}\r\n`
}

function accountLines(account: FoundAccount, t: Translate): string[] {
  return [
    t('Konto'),
    `  ${t('Namn')}: ${account.name}`,
    `  ${t('Användarnamn')}: ${account.username}`,
    `  ${t('E-post')}: ${account.email ?? ''}`,
    `  ${t('Telefon')}: ${account.phone ?? ''}`,
    `  ${t('Upplagt')}: ${format.dateTime(account.created_at)}`,
  ]
}

function sectionLines(sections: ReadSection[]): string[] {
  return sections.flatMap(({ title, items, rows, tables }) => [
    '',
    title,
    ...items.filter(({ value }) => value !== '').map(({ label, value }) => `  ${label}: ${value}`),
    ...rows.flatMap((row) => [
      `  ${row.title}`,
      ...row.items.filter(({ value }) => value !== '').map(({ label, value }) => `    ${label}: ${value}`),
    ]),
    ...tables.flatMap((table) => [
      `  ${table.head.join(' | ')}`,
      ...table.body.map((cells) => `  ${cells.map(({ value }) => value).join(' | ')}`),
    ]),
  ])
}

function titled<T>(title: string, all: T[], say: (each: T) => string): string[] {
  return all.length === 0 ? [] : ['', title, ...all.map((each) => `  ${say(each)}`)]
}
