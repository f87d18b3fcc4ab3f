-- An answer while it streams: its server stores what it sends, any server can read it on. Only the
-- server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- Ends an answer whose server has not reported for the length of a lease: what the log holds is
-- kept. The closing event leaves room in the sequence for events that were sent but never stored.
create function private.settle_abandoned(answer_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  stream uuid;
  last_stored integer;
  spoken text;
begin
  select m.stream_id into stream
  from public.messages as m
  where m.id = answer_id and m.status = 'streaming' and m.lease_expires_at <= clock_timestamp()
  for no key update;
  if not found then
    return;
  end if;

  with logged as (
    select (entry ->> 'sequence')::integer as sequence, entry -> 'event' as event
    from public.stream_chunks as s
    cross join lateral jsonb_array_elements(s.events) as entry
    where s.stream_id = stream
  )
  select
    coalesce(max(l.sequence), 0),
    coalesce(
      string_agg(l.event ->> 'text', '' order by l.sequence) filter (
        where l.event ->> 'type' = 'text-delta'
          and l.sequence > coalesce(
            (select max(r.sequence) from logged as r where r.event ->> 'type' = 'reset'), -1
          )
      ),
      ''
    )
  into last_stored, spoken
  from logged as l;

  update public.messages as m
  set
    status = case when spoken = '' then 'failed' else 'interrupted' end,
    content = spoken,
    error_code = 'stream_interrupted',
    lease_expires_at = null,
    completed_at = clock_timestamp()
  where m.id = answer_id;

  insert into public.stream_chunks (stream_id, first_sequence, last_sequence, events)
  values (
    stream, last_stored + 1000, last_stored + 1000,
    jsonb_build_array(jsonb_build_object(
      'sequence', last_stored + 1000,
      'event', jsonb_build_object(
        'type', 'error',
        'code', 'stream_interrupted',
        'message', 'The answer''s server stopped before its end'
      )
    ))
  );
end
$$;

create function public.append_stream_chunks(chunks jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  stop_requested jsonb;
begin
  with incoming as (
    select
      (chunk ->> 'streamId')::uuid as stream_id,
      (chunk ->> 'firstSequence')::integer as first_sequence,
      (chunk ->> 'lastSequence')::integer as last_sequence,
      coalesce(chunk -> 'events', '[]') as events
    from jsonb_array_elements(append_stream_chunks.chunks) as chunk
  ),
  alive as (
    update public.messages as m
    set lease_expires_at = clock_timestamp() + interval '30 seconds'
    where m.stream_id in (select i.stream_id from incoming as i) and m.status = 'streaming'
    returning m.stream_id, m.stop_requested_at
  ),
  stored as (
    insert into public.stream_chunks as s (stream_id, first_sequence, last_sequence, events)
    select i.stream_id, i.first_sequence, i.last_sequence, i.events
    from incoming as i
    join alive on alive.stream_id = i.stream_id
    where jsonb_array_length(i.events) > 0
    -- A call that is sent again because its answer was lost.
    on conflict on constraint stream_chunks_pkey do update
    set last_sequence = excluded.last_sequence, events = excluded.events
    where excluded.last_sequence > s.last_sequence
  )
  -- A stream that is over, or whose message was deleted, has nobody to write for either.
  select coalesce(
    jsonb_agg(distinct i.stream_id) filter (
      where alive.stream_id is null or alive.stop_requested_at is not null
    ),
    '[]'
  )
  into stop_requested
  from incoming as i
  left join alive on alive.stream_id = i.stream_id;

  return jsonb_build_object('stopRequested', stop_requested);
end
$$;

comment on function public.append_stream_chunks is
  'Stores events of any number of streams and extends their leases; returns the streams to stop.';

create function public.finish_turn(
  stream_id uuid,
  status text,
  content text,
  events jsonb,
  finish_reason text default null,
  model text default null,
  provider text default null,
  input_tokens integer default null,
  output_tokens integer default null,
  error_code text default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update public.messages as m
  set
    -- Whether anything was said decides which of the two it is.
    status = case
      when finish_turn.status not in ('interrupted', 'failed') then finish_turn.status
      when finish_turn.content = '' then 'failed'
      else 'interrupted'
    end,
    content = finish_turn.content,
    finish_reason = finish_turn.finish_reason,
    model = finish_turn.model,
    provider = finish_turn.provider,
    input_tokens = finish_turn.input_tokens,
    output_tokens = finish_turn.output_tokens,
    error_code = finish_turn.error_code,
    lease_expires_at = null,
    completed_at = clock_timestamp()
  where m.stream_id = finish_turn.stream_id and m.status = 'streaming';
  if not found then
    return jsonb_build_object('finished', false);
  end if;

  if jsonb_array_length(coalesce(finish_turn.events, '[]')) > 0 then
    insert into public.stream_chunks as s (stream_id, first_sequence, last_sequence, events)
    values (
      finish_turn.stream_id,
      (finish_turn.events -> 0 ->> 'sequence')::integer,
      (finish_turn.events -> -1 ->> 'sequence')::integer,
      finish_turn.events
    )
    on conflict on constraint stream_chunks_pkey do update
    set last_sequence = excluded.last_sequence, events = excluded.events
    where excluded.last_sequence > s.last_sequence;
  end if;
  return jsonb_build_object('finished', true);
end
$$;

comment on function public.finish_turn is
  'Stores an answer''s last events and settles it; not when it was settled already.';

create function public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer record;
begin
  select m.id, m.chat_id, m.status, m.lease_expires_at <= clock_timestamp() as is_abandoned
  into answer
  from public.messages as m
  where m.stream_id = read_stream.stream_id and m.visitor_id = read_stream.visitor_id;
  if not found then
    return jsonb_build_object('outcome', 'stream_not_found');
  end if;
  if answer.is_abandoned then
    perform private.settle_abandoned(answer.id);
    select m.id, m.chat_id, m.status, false as is_abandoned
    into answer
    from public.messages as m
    where m.id = answer.id;
  end if;

  return jsonb_build_object(
    'outcome', 'found',
    'status', answer.status,
    'messageId', answer.id,
    'chatId', answer.chat_id,
    'events', (
      select coalesce(jsonb_agg(entry order by (entry ->> 'sequence')::integer), '[]')
      from public.stream_chunks as s
      cross join lateral jsonb_array_elements(s.events) as entry
      where s.stream_id = read_stream.stream_id
        and s.last_sequence > read_stream.after_sequence
        and (entry ->> 'sequence')::integer > read_stream.after_sequence
    )
  );
end
$$;

comment on function public.read_stream is
  'What was sent of an answer after a sequence number, for its own visitor.';

create function public.request_stop(stream_id uuid, visitor_id uuid) returns jsonb
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

  update public.messages as m
  set stop_requested_at = coalesce(m.stop_requested_at, clock_timestamp())
  where m.id = answer.id and m.status = 'streaming';
  return jsonb_build_object('outcome', case when found then 'stopping' else 'ended' end);
end
$$;

comment on function public.request_stop is
  'Asks the server that streams an answer to stop, for the answer''s own visitor.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on all functions in schema private from public, anon, authenticated;

grant execute on function
  private.settle_abandoned
to service_role;

revoke all on function
  public.append_stream_chunks,
  public.finish_turn,
  public.read_stream,
  public.request_stop
from public, anon, authenticated;

grant execute on function
  public.append_stream_chunks,
  public.finish_turn,
  public.read_stream,
  public.request_stop
to service_role;
