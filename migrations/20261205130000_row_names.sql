-- The facility and meter numbers that the rows of a block name: a later case on one of them is told (V09, V10). Of a block
-- facility_id and meter_number have the first row's alone.
alter table cases add column row_names text[];
update cases set row_names = named.names
  from (select c.id, array_agg(distinct n.name) as names
    from cases c, jsonb_array_elements(c.notice->'rader') r, unnest(array[r->>'anl_id', r->>'matarnummer']) n(name)
    where jsonb_typeof(c.notice->'rader') = 'array' and n.name is not null group by c.id) named
  where named.id = cases.id;
create index cases_row_names on cases using gin (row_names) with (fastupdate = off) where row_names is not null;
