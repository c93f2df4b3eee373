-- What a handläggare has said of the trafo stands, whatever is answered later.
create or replace function app.keep_transformer() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.transformer := new.transformer_by_hand;
  return new;
end $$;

create or replace trigger keep_transformer before update of transformer, transformer_by_hand on cases for each row
  when (new.transformer_by_hand is not null) execute function app.keep_transformer();
