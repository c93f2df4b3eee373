-- K: registered at Elsäkerhetsverket for laying cable alone, which needs no elinstallatör för regelefterlevnad.
alter table companies drop constraint companies_compliance_type_check;
alter table companies add constraint companies_compliance_type_check check (compliance_type in ('A', 'AL', 'B', 'K'));
