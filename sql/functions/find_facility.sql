-- One facility by its exact number, for a case that the company is writing to an owner that has let it in. No role of
-- an installer can read the register itself, so it can never be listed. Where several have the number, none is told.
create or replace function app.find_facility(wanted_case bigint, by_meter boolean, wanted text)
  returns table (matches int, facility_id text, infeed_id text, meter_number text, technical_number text, address text,
                 postcode text, city text, property text, municipality text, apartment text, fuse int, phases text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with register as materialized (
    select i.id from cases c
    join connections n on n.company_id = c.company_id and n.owner_id = c.owner_id and n.status = 'approved'
    join owners o on o.id = c.owner_id and o.facility_source = 'register'
    join facility_imports i on i.owner_id = c.owner_id and i.status = 'current'
    where c.id = wanted_case and c.company_id = app.company_id()
      and c.status in ('draft', 'notice_rejected', 'completion_rejected')
  ), hits as (
    select f.* from register r join facilities f on f.import_id = r.id
      where not by_meter and f.facility_id = wanted
    union
    select f.* from register r join facilities f on f.import_id = r.id
      where not by_meter and f.infeed_id = wanted
    union
    (select f.* from register r join facilities f on f.import_id = r.id
      where by_meter and f.meter_number = wanted limit 2)
  ), counted as (select count(*)::int as matches from hits)
  select n.matches, h.facility_id, h.infeed_id, h.meter_number, h.technical_number, h.address, h.postcode, h.city,
    h.property, h.municipality, h.apartment, h.fuse, h.phases
  from counted n left join hits h on n.matches = 1
$$;
revoke execute on function app.find_facility(bigint, boolean, text) from public;
grant execute on function app.find_facility(bigint, boolean, text) to app_installer;
