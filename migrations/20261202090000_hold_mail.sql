-- M10: whether the network owner mails the installer when a case is put on hold or taken off it.
alter table owners add column mail_hold boolean not null default false;
