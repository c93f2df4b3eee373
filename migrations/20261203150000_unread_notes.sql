-- Whom a note of the other side waits for: the id of the newest shared one that they have not had before their eyes, on the
-- case itself, for the badge of every page asks (app.owner_inbox, app.installer_inbox).

alter table cases
  add column note_for_owner bigint,
  add column note_for_installer bigint;
create index cases_owner_notes on cases (owner_id, handler_id) where note_for_owner is not null;
create index cases_company_notes on cases (company_id, responsible_id) where note_for_installer is not null;

-- What nobody has answered, nor the one whose case it is has read.
update cases c set note_for_owner = n.id
  from (select case_id, max(id) as id from notes where audience = 'all' and side = 'installer' group by case_id) n
  where n.case_id = c.id and c.submitted_at is not null and c.status <> 'archived'
    and not exists (select from notes a where a.case_id = c.id and a.side = 'owner' and a.audience = 'all' and a.id > n.id)
    and not exists (select from note_reads r join users u on u.id = r.user_id where r.case_id = c.id and r.read_to >= n.id
      and u.owner_id = c.owner_id and (c.handler_id is null or c.handler_id = r.user_id));
update cases c set note_for_installer = n.id
  from (select case_id, max(id) as id from notes where audience = 'all' and side = 'owner' group by case_id) n
  where n.case_id = c.id and c.status <> 'archived'
    and not exists (select from notes a where a.case_id = c.id and a.side = 'installer' and a.audience = 'all' and a.id > n.id)
    and not exists (select from note_reads r join users u on u.id = r.user_id where r.case_id = c.id and r.read_to >= n.id
      and u.company_id = c.company_id and (c.responsible_id is null or c.responsible_id = r.user_id));
