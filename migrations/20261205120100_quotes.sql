-- May a notice be approved while the quote is not answered? (docs/domain.md T08, T09)
alter table owners add column quote_may_wait boolean not null default false;
