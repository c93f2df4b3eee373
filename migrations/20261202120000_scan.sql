-- Virus scanning with clamd is an option of an installation (docs/operations.md). Without it a file is 'unscanned' and opens.

alter table attachments
  add column scan text not null default 'unscanned' check (scan in ('unscanned', 'waiting', 'clean', 'infected')),
  -- What clamd said: the signature that was found, or why it could not read the file.
  add column scan_said text;
alter table certificates
  add column scan text not null default 'unscanned' check (scan in ('unscanned', 'waiting', 'clean', 'infected')),
  add column scan_said text;
alter table configuration_files
  add column scan text not null default 'unscanned' check (scan in ('unscanned', 'waiting', 'clean', 'infected')),
  add column scan_said text;
alter table document_templates
  add column scan text not null default 'unscanned' check (scan in ('unscanned', 'waiting', 'clean', 'infected')),
  add column scan_said text;

-- What is still to be scanned; empty where everything has been.
create index attachments_to_scan on attachments (scan, id) where scan in ('unscanned', 'waiting') and deleted_at is null;
create index certificates_to_scan on certificates (scan, id) where scan in ('unscanned', 'waiting');
create index configuration_files_to_scan on configuration_files (scan, id) where scan in ('unscanned', 'waiting');
create index document_templates_to_scan on document_templates (scan, id) where scan in ('unscanned', 'waiting');
