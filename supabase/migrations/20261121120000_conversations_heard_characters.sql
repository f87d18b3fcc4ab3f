-- An answer that is spoken can be cut by its visitor: how much of it was heard by then stands beside
-- what was written, which may be more, or all of it.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

alter table public.messages
  add column heard_characters integer,
  add constraint messages_heard_characters_check check (heard_characters >= 0),
  add constraint messages_heard_is_answer check (heard_characters is null or stream_id is not null);

comment on column public.messages.heard_characters is
  'How many characters of the answer a voice had said when the visitor cut it, as the visitor''s '
  'browser tells; null: heard to the end, or never spoken.';

-- The same answer in a new stream; what it has said stays until the new stream is settled. It is cut
-- no longer: the rest of it is to be heard, or read, and may be cut again.
create or replace function private.stream_again(answer_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  new_stream_id constant uuid := gen_random_uuid();
begin
  delete from public.stream_chunks as s
  where s.stream_id = (select m.stream_id from public.messages as m where m.id = answer_id);
  update public.messages as m
  set
    status = 'streaming',
    stream_id = new_stream_id,
    lease_expires_at = clock_timestamp() + private.stream_lease(),
    completed_at = null,
    stop_requested_at = null,
    error_code = null,
    finish_reason = null,
    heard_characters = null
  where m.id = answer_id;
  return new_stream_id;
end
$$;

drop function public.request_stop(uuid, uuid);

-- The latest cut holds: an answer can be heard again, from where it was cut, and only the last time
-- tells how far the visitor came. A stop that says nothing of it leaves the mark alone.
create function public.request_stop(
  stream_id uuid,
  visitor_id uuid,
  heard_characters integer default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer record;
begin
  select m.id, m.lease_expires_at <= clock_timestamp() as is_abandoned
  into answer
  from public.messages as m
  where m.stream_id = request_stop.stream_id and m.visitor_id = request_stop.visitor_id;
  if not found then
    return jsonb_build_object('outcome', 'stream_not_found');
  end if;
  if answer.is_abandoned then
    perform private.settle_abandoned(answer.id);
  end if;

  if request_stop.heard_characters is not null then
    update public.messages as m
    set heard_characters = request_stop.heard_characters
    where m.id = answer.id and m.stream_id = request_stop.stream_id;
  end if;

  update public.messages as m
  set stop_requested_at = coalesce(m.stop_requested_at, clock_timestamp())
  where m.id = answer.id and m.status = 'streaming';
  return jsonb_build_object('outcome', case when found then 'stopping' else 'ended' end);
end
$$;

comment on function public.request_stop is
  'Asks the server that streams an answer to stop, for the answer''s own visitor, and notes how much '
  'of it was heard by then; of an answer that has ended it only does the latter.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

grant select (heard_characters) on public.messages to authenticated;

revoke all on function
  public.request_stop
from public, anon, authenticated;

grant execute on function
  public.request_stop
to service_role;
