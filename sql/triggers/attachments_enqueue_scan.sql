create or replace trigger enqueue_scan after insert on attachments for each row
  when (new.scan = 'waiting') execute function app.enqueue_scan();
