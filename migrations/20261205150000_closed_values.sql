-- Which values the closed cases of a tenant have: what the filters of its archive offer. The archive itself has no index by
-- each of these columns, and to look through it takes longer the older it is. Of an owner, or of a company; '' is none.
create table closed_values (
  owner_id int references owners (id),
  company_id int references companies (id),
  field text not null check (field in ('type', 'job', 'company', 'owner', 'area', 'handler', 'responsible')),
  value text not null,
  name text not null,
  constraint closed_values_tenant check ((owner_id is null) <> (company_id is null)),
  constraint closed_values_key unique nulls not distinct (owner_id, company_id, field, value)
);

insert into closed_values (owner_id, field, value, name)
  select distinct on (c.owner_id, v.field, v.value) c.owner_id, v.field, v.value, v.name
  from cases c cross join lateral (values
    ('type', c.type_name, c.type_name), ('job', c.job_name, c.job_name), ('company', c.company_name, c.company_name),
    ('area', coalesce(c.area_id::text, ''), ''), ('handler', coalesce(c.handler_id::text, ''), coalesce(c.handler_name, ''))
  ) v (field, value, name)
  where c.status in ('closed', 'archived', 'cancelled') and c.submitted_at is not null
  order by c.owner_id, v.field, v.value, c.id desc;
insert into closed_values (company_id, field, value, name)
  select distinct on (c.company_id, v.field, v.value) c.company_id, v.field, v.value, v.name
  from cases c cross join lateral (values
    ('type', c.type_name, c.type_name), ('job', c.job_name, c.job_name), ('owner', c.owner_id::text, ''),
    ('responsible', coalesce(c.responsible_id::text, ''), coalesce(c.responsible_name, ''))
  ) v (field, value, name)
  where c.status in ('closed', 'archived', 'cancelled') and c.company_id is not null
  order by c.company_id, v.field, v.value, c.id desc;
