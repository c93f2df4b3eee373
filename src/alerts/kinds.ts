import { ACTIVE, FINAL, GRANTED, REJECTIONS, RETURNED, WAITING } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'
import type { AlertRow } from '../db/rowTypes.ts'

export type AlertKind = AlertRow['kind']
type Side = 'owner' | 'installer'

/** What is found for it, by a rule: of which case, who, which thing, and what was written by whom. */
interface Rule {
  /** In the inbox and mails, and in the settings of a person. */
  title: string
  sides: readonly Side[]
  /** Of what has happened; else a reminder, which a person can do without. */
  happened?: true
  /** SQL: case_id, user_id, about, words, words_by. Row level security says whose. The reader's side is :side. */
  find: string
}

const TODAY = 'app.today()'
/** Of a case `c`: who handles it, and who stands in for them today. */
const handlers = `(select c.handler_id as user_id
    union select a.user_id from app.stand_ins(c.handler_id) a) p`
/** Who is responsible; of what nobody is, the administrators. */
const responsible = `(select c.responsible_id as user_id where c.responsible_id is not null
    union select a.user_id from app.stand_ins(c.responsible_id) a
    union select a.id from users a where c.responsible_id is null and a.is_admin and a.company_id = c.company_id) p`
/** Who handles it; of what nobody does, the administrators. */
const concerned = `(select h.user_id from ${handlers.replace(/ p$/, ' h')} where c.handler_id is not null
    union select a.id from users a where c.handler_id is null and a.is_admin and a.owner_id = c.owner_id) p`

const NOTHING = `'' as words, '' as words_by`
const of = (people: string) => `cross join lateral ${people}`
/** The network owner of a case `c` wants its installers reminded of it, and is in use. */
const wanted = (kind: 'temporary' | 'returned' | 'consent') =>
  `join owners o on o.id = c.owner_id and o.remind_${kind} and o.deactivated_at is null`
/** Cases that are on, and of which nothing is reminded while they are held. */
const LATE = `c.status ${inList(WAITING)} and c.hold_reason is null`

/** After how many days each is told (docs/operations.md has them in words). */
export const DAYS = { escalated: 7, order: 14, temporary: 14, returned: 14, draft: 14 } as const
/** Before the last day of a consent, twice. */
export const CONSENT_DAYS = [30, 7] as const

/** In the order of the settings and of a mail. */
export const ALERTS: Record<AlertKind, Rule> = {
  deviation: {
    title: 'Montören har rapporterat en avvikelse',
    sides: ['owner'],
    happened: true,
    find: `select c.id as case_id, p.user_id, w.id::text as about, w.report as words, coalesce(w.reported_by_name, '') as words_by
      from work_orders w join cases c on c.id = w.case_id ${of(concerned)}
      where w.state = 'reported' and w.outcome = 'deviating' and w.settled_at is null and c.status not ${inList(FINAL)}`,
  },
  proposal: {
    title: 'Ditt förslag blev inte av',
    sides: ['owner'],
    happened: true,
    find: `select c.id as case_id, p.user_id, e.id::text as about, coalesce(e.comment, '') as words, e.actor_name as words_by
      from case_proposals p join cases c on c.id = p.case_id
      join case_events e on e.case_id = c.id and e.at >= p.at and (e.action ${inList(REJECTIONS)} or e.action = 'cancel')
      where e.actor_id is distinct from p.user_id and p.status_since <> c.status_since and e.at < app.now() - interval '60 seconds'
        and not exists (select from case_events u where u.case_id = c.id and u.action = 'undo'
          and (u.details->>'undoes')::bigint = e.id)
      union all
      select e.case_id, (e.details->>'proposer')::int, 'refused ' || e.id, coalesce(e.comment, ''), e.actor_name
      from case_events e where e.action = 'proposal-refused' and e.at > app.now() - interval '14 days'`,
  },
  left: {
    title: 'Företaget har avslutat hos er',
    sides: ['owner'],
    happened: true,
    find: `select c.id as case_id, p.user_id, x.decided_at::date::text as about, ${NOTHING}
      from connections x join cases c on c.company_id = x.company_id and c.status ${inList(ACTIVE)} ${of(concerned)}
      where x.status = 'ended' and x.decided_at > app.now() - interval '14 days'`,
  },
  late: {
    title: 'Försenat hos er',
    sides: ['owner'],
    find: `select c.id as case_id, p.user_id, c.due_on::text as about, ${NOTHING}
      from cases c join owners o on o.id = c.owner_id and o.remind_late ${of(handlers)}
      where ${LATE} and c.due_on < ${TODAY}`,
  },
  escalated: {
    title: 'Försenat, och ingen har gjort något',
    sides: ['owner'],
    find: `select c.id as case_id, p.id as user_id, c.due_on::text as about, ${NOTHING}
      from cases c join owners o on o.id = c.owner_id and o.remind_escalated
      join users p on p.owner_id = c.owner_id and p.is_admin
      where ${LATE} and c.due_on < ${TODAY} - case when c.handler_id is null then 0 else ${DAYS.escalated} end`,
  },
  order: {
    title: 'Arbetsordern är inte rapporterad',
    sides: ['owner'],
    find: `select c.id as case_id, coalesce(w.fitter_id, c.handler_id) as user_id,
        w.id || ' ' || coalesce(w.planned_on::text, '') as about, w.number as words, '' as words_by
      from work_orders w join cases c on c.id = w.case_id
      join owners o on o.id = c.owner_id and o.remind_order
      where w.state = 'released' and c.status not ${inList(FINAL)}
        and coalesce(w.planned_on, w.released_at::date + ${DAYS.order}) < ${TODAY}`,
  },
  consent: {
    title: 'Medgivandet går snart ut',
    sides: ['installer'],
    find: `select c.id as case_id, p.user_id, c.consent_valid_to || case when c.consent_valid_to < ${TODAY} then ' 0'
          when c.consent_valid_to <= ${TODAY} + ${CONSENT_DAYS[1]} then ' ${CONSENT_DAYS[1]}' else ' ${CONSENT_DAYS[0]}' end as about, ${NOTHING}
      from cases c ${wanted('consent')} ${of(responsible)}
      where c.status = 'consented' and c.consent_valid_to <= ${TODAY} + ${CONSENT_DAYS[0]}
        and c.consent_valid_to > ${TODAY} - ${CONSENT_DAYS[0]}`,
  },
  temporary: {
    title: 'Den tillfälliga anläggningens tid tar slut',
    sides: ['owner', 'installer'],
    find: `select c.id as case_id, p.user_id, c.notice->>'till_slut' as about, ${NOTHING}
      from cases c ${wanted('temporary')}
      cross join lateral (select h.user_id from ${handlers.replace(/ p$/, ' h')} where :side = 'owner'
        union select r.user_id from ${responsible.replace(/ p$/, ' r')} where :side = 'installer') p
      where c.job_code in ('TI01', 'TI03', 'TI04') and c.status ${inList(GRANTED)}
        and c.notice->>'till_slut' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        and (c.notice->>'till_slut')::date between ${TODAY} and ${TODAY} + ${DAYS.temporary}
        and not exists (select from cases n where n.owner_id = c.owner_id and n.job_code in ('TI02', 'TI04')
          and n.facility_id = c.facility_id and n.id > c.id and n.submitted_at is not null and n.status <> 'cancelled')`,
  },
  returned: {
    title: 'Avvisat och inte skickat igen',
    sides: ['installer'],
    find: `select c.id as case_id, p.user_id, c.status_since::date::text as about, ${NOTHING}
      from cases c ${wanted('returned')} ${of(responsible)}
      where c.status ${inList(RETURNED)} and c.status_since < app.now() - interval '${DAYS.returned} days'`,
  },
  draft: {
    title: 'Utkast som inte är skickat',
    sides: ['installer'],
    find: `select c.id as case_id, p.user_id, c.last_event_at::date::text as about, ${NOTHING}
      from cases c join owners o on o.id = c.owner_id and o.deactivated_at is null ${of(responsible)}
      where c.status = 'draft' and c.submitted_at is null and c.last_event_at < app.now() - interval '${DAYS.draft} days'`,
  },
}

export const ALERT_KINDS = Object.keys(ALERTS) as AlertKind[]

/** What a person of that side can be reminded of, and can do without. */
export function remindersFor(side: Side): AlertKind[] {
  return ALERT_KINDS.filter((kind) => ALERTS[kind].sides.includes(side) && !ALERTS[kind].happened)
}
