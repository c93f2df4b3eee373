-- Installers are away too: whose cases a colleague at the company looks after.
alter table absences
  alter column owner_id drop not null,
  add column company_id int default app.company_id() references companies (id),
  add constraint absences_user_company foreign key (user_id, company_id) references users (id, company_id),
  add constraint absences_cover_company foreign key (cover_id, company_id) references users (id, company_id),
  add constraint absences_tenant check ((owner_id is null) <> (company_id is null));
create index absences_company on absences (company_id, to_on);
