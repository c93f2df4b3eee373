-- What the montör reports of each meter: the one that was taken down, and the one that sits there now. meter_number and
-- meter_reading are of the latter, or of the meter that was looked at.

alter table work_orders
  add column removed_meter text,
  add column removed_reading numeric(12, 3) check (removed_reading >= 0),
  add column removed_constant numeric(12, 3) check (removed_constant > 0),
  add column meter_constant numeric(12, 3) check (meter_constant > 0),
  -- Which of the photos are of which meter.
  add column removed_photos bigint[] not null default '{}',
  add column meter_photos bigint[] not null default '{}';
