-- T13 after the consent's last day: whether the network owner warns of it or does not take it.
alter table owners add column expired_stops boolean not null default false;

-- The list of consents that run out, for both sides (src/lists/fields.ts).
create index cases_owner_valid_to on cases (owner_id, consent_valid_to) where status = 'consented';
create index cases_company_valid_to on cases (company_id, consent_valid_to) where status = 'consented';
