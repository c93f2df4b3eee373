-- How lists, queues and rules find cases. The conditions are letter for letter those of src/lists/listKinds.ts: the planner
-- must recognise them. Every list has a total order and an index that has it.

-- Open cases of an installer company. Groups are counted, and their first rows found, each from an index of its own; no
-- more than the index's beginning is read. The quick search looks through line_text without touching the table.
create index cases_company_open on cases (company_id, last_event_at desc, id desc) include (line_text)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_responsible_open on cases (company_id, responsible_id, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_open_status on cases (company_id, status, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_open_owner on cases (company_id, owner_id, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_open_type on cases (company_id, type_name, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_open_job on cases (company_id, job_name, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_open_expected on cases (company_id, expected_by, id)
  where status not in ('closed', 'archived', 'cancelled');
create index cases_company_inbox on cases (company_id, responsible_id, status_since desc, id desc)
  where status in ('notice_rejected', 'completion_rejected', 'consented');

-- Open cases of a network owner.
create index cases_owner_open on cases (owner_id, last_event_at desc, id desc) include (line_text)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_status on cases (owner_id, status, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_company on cases (owner_id, company_name, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_type on cases (owner_id, type_name, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_job on cases (owner_id, job_name, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_area on cases (owner_id, area_id, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_handler on cases (owner_id, handler_id, last_event_at desc, id desc)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_expected on cases (owner_id, expected_by, id)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_open_due on cases (owner_id, due_by, id)
  where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_queue on cases (owner_id, handler_id, due_on, id)
  where status in ('submitted', 'completed');
create index cases_owner_removals on cases (owner_id, last_event_at)
  where removal_requested and status = 'consented';

-- The archive grows for ever, and is ordered by its columns all the same. Its rows are written once, or seldom.
create index cases_company_closed_text on cases (company_id, last_event_at desc, id desc) include (line_text)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_status on cases (company_id, status, last_event_at desc, id desc)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_owner on cases (company_id, owner_id, last_event_at desc, id desc)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_number on cases (company_id, number, id)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_place on cases (company_id, place_line, id)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_orderer on cases (company_id, orderer_line, id)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_job_name on cases (company_id, job_name, id)
  where status in ('closed', 'archived', 'cancelled');
create index cases_company_closed_expected on cases (company_id, expected_by, id)
  where status in ('closed', 'archived', 'cancelled');
create index cases_owner_closed_text on cases (owner_id, last_event_at desc, id desc) include (line_text)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_status on cases (owner_id, status, last_event_at desc, id desc)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_company on cases (owner_id, company_name, last_event_at desc, id desc)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_number on cases (owner_id, number, id)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_place on cases (owner_id, place_line, id)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_orderer on cases (owner_id, orderer_line, id)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_job_name on cases (owner_id, job_name, id)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
create index cases_owner_closed_expected on cases (owner_id, expected_by, id)
  where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;

-- The quick search of an archive: every three signs in a row of a line, as numbers. Each is a tenant's own, so that a
-- search costs the same whoever else is in the database. Called by the two indexes below, which hold what they gave: a
-- change of either function is a migration that also reindexes.
create function app.grams(tenant text, given text) returns int[] language sql immutable strict parallel safe
  return array(select distinct hashtext(tenant || substr(given, i, 3)) from generate_series(1, length(given) - 2) i
    where position(' ' in substr(given, i, 3)) = 0);
-- A short number is sought as a whole (src/lists/conditions.ts).
create function app.line_grams(tenant text, line text) returns int[] language sql immutable strict parallel safe cost 1000
  return app.grams(tenant, line) || array(select distinct hashtext(tenant || '=' || number)
    from string_to_table(translate(line, ',', ' '), ' ') number where number ~ '^[0-9]{1,3}$');

create index cases_company_closed_grams on cases using gin (app.line_grams('c' || company_id || '-', line_text))
  with (fastupdate = off) where status in ('closed', 'archived', 'cancelled');
create index cases_owner_closed_grams on cases using gin (app.line_grams('o' || owner_id || '-', line_text))
  with (fastupdate = off) where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;

-- V09 and V10: other cases on the same facility or meter. And at the same address: a plain equality, which row level
-- security lets an index answer.
create index cases_facility on cases (owner_id, facility_id) where facility_id is not null;
create index cases_meter on cases (owner_id, meter_number) where meter_number is not null;
create index cases_address on cases (owner_id, address) where address is not null;

-- The lists of beredning and kundservice: what has waited longest first.
create index cases_preparation on cases (owner_id, preparation, preparation_since, id)
  where preparation in ('requested', 'ongoing');
create index cases_undocumented on cases (owner_id, preparation_since, id)
  where preparation = 'done' and not documented and status = 'closed';
create index cases_service on cases (owner_id, customer_service, service_since, id)
  where customer_service in ('requested', 'done');

-- Holds that end by themselves are looked for every hour, owner by owner.
create index cases_held on cases (owner_id, hold_until) where hold_until is not null;

-- When each case was first sent, for the statistics of a network owner.
create index cases_owner_submitted on cases (owner_id, submitted_at) where submitted_at is not null;

create index cases_copied_from on cases (copied_from_id) where copied_from_id is not null;
create index cases_job_type on cases (job_type_id);
