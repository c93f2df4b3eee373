-- How a picture is looked at: a copy that every browser shows, upright (docs/decisions/032-pictures.md). It and a stamp of it
-- are pieces of the file with numbers below zero, so that they come and go, and are read, with it.

alter table attachments
  add column picture text not null default 'none' check (picture in ('none', 'waiting', 'made', 'own', 'failed'));

create index attachments_pictures on attachments (id) where picture = 'waiting' and deleted_at is null;

-- What was attached before gets its copy too, a few each minute.
update attachments set picture = 'waiting'
  where deleted_at is null and media_type in ('image/jpeg', 'image/png', 'image/heic', 'image/heif');
