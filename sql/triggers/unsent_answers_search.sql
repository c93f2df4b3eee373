create or replace trigger search after insert or delete or update of notice, completion on unsent_answers
  for each row execute function app.part_was_written();

-- Those that were there before the trigger.
select app.index_case(case_id) from unsent_answers;
