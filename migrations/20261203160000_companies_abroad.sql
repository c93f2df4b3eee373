-- A company may be of another country; its number is then that country's VAT number. An enskild firma has its owner's
-- personal number, of twelve digits.

alter table companies add column country text not null default 'SE' check (country ~ '^[A-Z]{2}$');

alter table cases drop constraint cases_company_org_number_check;
alter table cases add constraint cases_company_org_number_check
  check (company_org_number ~ '^([0-9]{10}|[0-9]{12}|[A-Z]{2}[0-9A-Z]{2,13})$') not valid;
