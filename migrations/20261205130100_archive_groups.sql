-- The archive is grouped by type and job too: each group's newest cases, and the values by a skip scan.
create index cases_owner_closed_type on cases (owner_id, type_name, last_event_at desc, id desc)
  where status = any (array['closed', 'archived', 'cancelled']) and submitted_at is not null;
create index cases_owner_closed_job on cases (owner_id, job_name, last_event_at desc, id desc)
  where status = any (array['closed', 'archived', 'cancelled']) and submitted_at is not null;
create index cases_company_closed_type on cases (company_id, type_name, last_event_at desc, id desc)
  where status = any (array['closed', 'archived', 'cancelled']);
create index cases_company_closed_job on cases (company_id, job_name, last_event_at desc, id desc)
  where status = any (array['closed', 'archived', 'cancelled']);
