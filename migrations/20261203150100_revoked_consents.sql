-- When the consent was withdrawn (T14): what it says holds until there is a new one.
alter table cases add column consent_revoked_at timestamptz;

update cases c set consent_revoked_at = e.at
  from (select distinct on (case_id) case_id, at from case_events e
    where action = 'revokeConsent' and not exists (select from case_events u
      where u.case_id = e.case_id and u.action = 'undo' and (u.details->>'undoes')::bigint = e.id)
    order by case_id, id desc) e
  where e.case_id = c.id and c.consent_number is null and c.status in ('submitted', 'notice_rejected', 'cancelled');
