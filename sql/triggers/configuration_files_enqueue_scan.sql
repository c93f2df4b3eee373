create or replace trigger enqueue_scan after insert on configuration_files for each row
  when (new.scan = 'waiting') execute function app.enqueue_scan();
