-- An hour after an answer has ended, its stream goes: Postgres sees to that itself where it can, as it
-- can on Supabase.
do $$
begin
  if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    return;
  end if;
  create extension if not exists pg_cron;
  perform cron.schedule('prune-stream-chunks', '*/5 * * * *', 'select public.prune_stream_chunks()');
exception
  -- It is installed but not loaded, or set up for another database, or not for this role.
  when others then
    raise warning 'pg_cron cannot be used here: %. Call public.prune_stream_chunks() every few minutes.',
      sqlerrm;
end;
$$;
