-- A trial of a draft on earlier cases is long work too (src/configuration/tryCases.ts).
alter table exports drop constraint exports_kind_check;
alter table exports add constraint exports_kind_check check (kind in ('export', 'facilities', 'people', 'trial'));
