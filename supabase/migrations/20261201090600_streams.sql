-- The stream of an answer: its server stores what it sends while it runs, any server can read it on, and
-- one row of the log is left once it is over, gone an hour later. The answer's message stands in for it
-- from then on. Only the server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- The log
-- ---------------------------------------------------------------------------------------------

create table public.stream_chunks (
  stream_id uuid not null references public.messages (stream_id) on delete cascade,
  first_sequence integer not null,
  last_sequence integer not null,
  events jsonb not null,
  created_at timestamptz not null default now(),
  primary key (stream_id, first_sequence),
  constraint stream_chunks_sequence_check check (first_sequence >= 0 and last_sequence >= first_sequence),
  constraint stream_chunks_events_check check (jsonb_typeof(events) = 'array')
);

-- For pruning; a small index, for the table holds little more than an hour.
create index stream_chunks_created_at_idx on public.stream_chunks (created_at);

comment on table public.stream_chunks is
  'What was sent of each answer, so that any server can resume its stream. One row from its end on, '
  'and none an hour later, when the job prune_stream_chunks is done.';
comment on column public.stream_chunks.events is
  'pii:content [{"sequence", "event"}] in order. Kept for an hour after the answer''s end.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.stream_chunks from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.stream_chunks to service_role;

alter table public.stream_chunks enable row level security;

-- ---------------------------------------------------------------------------------------------
-- While an answer runs
-- ---------------------------------------------------------------------------------------------

-- How long an answer's server may be silent. A reader who waits for one that died looks five times a
-- second, so that six seconds are enough.
create function private.stream_lease() returns interval
language sql immutable parallel safe
set search_path = ''
return interval '5.75 seconds';

-- So little of a lease is left when a report renews it: a report may be one that hangs until its server
-- gives it up, and the next one still comes in time.
create function private.stream_lease_margin() returns interval
language sql immutable parallel safe
set search_path = ''
return interval '2.6 seconds';

create function private.is_lease_due(lease_expires_at timestamptz, at timestamptz) returns boolean
language sql immutable parallel safe
set search_path = ''
return lease_expires_at < at + private.stream_lease_margin();

-- An answer that its server may still end: it runs, or was only given up for dead.
create function private.may_yet_end(status text, error_code text) returns boolean
language sql immutable parallel safe
set search_path = ''
return status = 'streaming'
  or status in ('interrupted', 'failed') and coalesce(error_code = 'stream_interrupted', false);

-- The streams among these that their server may still write to. Locked, for the end of one may be on its
-- way, and nothing is stored behind an end. Whoever has locked one already, an operator maybe, does not
-- keep the others waiting.
create function private.hold_streams(
  reported uuid[], out held uuid[], out running uuid[], out due uuid[], out stopping uuid[]
)
language plpgsql
set search_path = ''
as $$
begin
  with known as (
    select m.stream_id, m.status, m.lease_expires_at, m.stop_requested_at
    from public.messages as m
    where m.stream_id = any (reported) and private.may_yet_end(m.status, m.error_code)
    for no key update skip locked
  )
  select
    array_agg(k.stream_id),
    array_agg(k.stream_id) filter (where k.status = 'streaming'),
    array_agg(k.stream_id) filter (
      where k.status = 'streaming' and private.is_lease_due(k.lease_expires_at, clock_timestamp())
    ),
    array_agg(k.stream_id) filter (where k.stop_requested_at is not null)
  into held, running, due, stopping
  from known as k;
end
$$;

create function private.store_chunks(chunks jsonb, of_streams uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.stream_chunks as s (stream_id, first_sequence, last_sequence, events)
  select
    (chunk ->> 'streamId')::uuid, (chunk ->> 'firstSequence')::integer,
    (chunk ->> 'lastSequence')::integer, chunk -> 'events'
  from jsonb_array_elements(chunks) as chunk
  where (chunk ->> 'streamId')::uuid = any (of_streams)
    and jsonb_array_length(coalesce(chunk -> 'events', '[]')) > 0
  -- A call that is sent again because its answer was lost.
  on conflict on constraint stream_chunks_pkey do update
  set last_sequence = excluded.last_sequence, events = excluded.events
  where excluded.last_sequence > s.last_sequence;
end
$$;

-- What a server is told of its streams: which to stop, and of which nothing was stored.
create function private.told_of_streams(reported uuid[], held uuid[], stopping uuid[]) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'skipped', coalesce(jsonb_agg(r.stream_id) filter (where r.is_skipped), '[]'),
      -- A stream that is over, or whose message was deleted, has nobody to write for either.
      'stopRequested', coalesce(jsonb_agg(r.stream_id) filter (
        where not r.is_skipped and ((r.stream_id = any (held)) is not true or r.stream_id = any (stopping))
      ), '[]')
    )
    from (
      select distinct
        u.stream_id,
        (u.stream_id = any (held)) is not true and exists (
          select from public.messages as m
          where m.stream_id = u.stream_id and private.may_yet_end(m.status, m.error_code)
        ) as is_skipped
      from unnest(reported) as u (stream_id)
    ) as r
  );
end
$$;

create function public.append_stream_chunks(chunks jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  reported constant uuid[] := array(
    select (chunk ->> 'streamId')::uuid from jsonb_array_elements(append_stream_chunks.chunks) as chunk
  );
  streams record;
begin
  streams := private.hold_streams(reported);
  if streams.due is not null then
    update public.messages as m
    set lease_expires_at = clock_timestamp() + private.stream_lease()
    where m.stream_id = any (streams.due);
  end if;
  perform private.store_chunks(chunks, streams.running);
  return private.told_of_streams(reported, streams.held, streams.stopping);
end
$$;

comment on function public.append_stream_chunks is
  'Stores events of any number of streams and extends their leases when that is due; returns the '
  'streams to stop, and those skipped, whose events are to be sent again.';

-- ---------------------------------------------------------------------------------------------
-- When it is over
-- ---------------------------------------------------------------------------------------------

-- Makes one row of a stream's log, with the events that were sent last; returns the last number.
create function private.close_stream_log(of_stream_id uuid, last_events jsonb) returns integer
language plpgsql
set search_path = ''
as $$
declare
  log record;
begin
  with removed as (
    delete from public.stream_chunks as s where s.stream_id = of_stream_id returning s.events
  ),
  entries as (
    -- An event may have come twice: with a chunk whose answer was lost, and with the end.
    select distinct on (sequence) (entry ->> 'sequence')::integer as sequence, entry
    from (
      select jsonb_array_elements(r.events) as entry from removed as r
      union all
      select jsonb_array_elements(last_events)
    ) as sent
    order by sequence
  )
  select min(e.sequence) as first, max(e.sequence) as last, jsonb_agg(e.entry order by e.sequence) as events
  into log
  from entries as e;

  insert into public.stream_chunks (stream_id, first_sequence, last_sequence, events, created_at)
  select of_stream_id, log.first, log.last, log.events, clock_timestamp()
  where log.last is not null;
  perform private.schedule_pruning();
  return coalesce(log.last, 0);
end
$$;

-- The end of an answer writes down whose it was, which locks the visitor and the chat. It does so
-- before it locks the message: in the order in which erasing and deleting come to them.
create function private.hold_conversation(of_answer_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform
  from public.messages as m
  join public.profiles as p on p.id = m.visitor_id
  join public.chats as c on c.id = m.chat_id
  where m.id = of_answer_id
  for key share of p, c;
end
$$;

-- Of an answer that did not come to a good end, whether anything was said decides how it ended.
create function private.ended_as(status text, said text) returns text
language sql immutable parallel safe
set search_path = ''
return case
  when status not in ('interrupted', 'failed') then status
  when said = '' then 'failed'
  else 'interrupted'
end;

-- What the log holds of an answer: its text, where there is any, and the last number.
create function private.logged_answer(of_stream_id uuid, out said text, out last_stored integer)
language plpgsql
set search_path = ''
as $$
begin
  with logged as (
    select (entry ->> 'sequence')::integer as sequence, entry -> 'event' as event
    from public.stream_chunks as s
    cross join lateral jsonb_array_elements(s.events) as entry
    where s.stream_id = of_stream_id
  )
  select
    coalesce(max(l.sequence), 0),
    string_agg(l.event ->> 'text', '' order by l.sequence) filter (
      where l.event ->> 'type' = 'text-delta'
        and l.sequence > coalesce(
          (select max(r.sequence) from logged as r where r.event ->> 'type' = 'reset'), -1
        )
    )
  into last_stored, said
  from logged as l;
end
$$;

-- The end of a log whose server has died.
create function private.abandoned_event(at_sequence integer) returns jsonb
language sql immutable parallel safe
set search_path = ''
return jsonb_build_array(jsonb_build_object(
  'sequence', at_sequence,
  'event', jsonb_build_object(
    'type', 'error',
    'code', 'stream_interrupted',
    'message', 'The answer''s server stopped before its end'
  )
));

-- Ends an answer whose server has not reported for the length of a lease: what the log holds is
-- kept, or, while the log holds no text yet, what a continued answer had said before. The closing
-- event leaves room in the sequence for events that were sent but never stored.
create function private.settle_abandoned(answer_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  answer record;
  logged record;
  said text;
begin
  perform private.hold_conversation(answer_id);
  select m.stream_id, m.content into answer
  from public.messages as m
  where m.id = answer_id and m.status = 'streaming' and m.lease_expires_at <= clock_timestamp()
  for no key update;
  if not found then
    return;
  end if;
  logged := private.logged_answer(answer.stream_id);
  said := coalesce(logged.said, answer.content);

  update public.messages as m
  set
    status = private.ended_as('interrupted', said),
    content = said,
    heard_characters = case
      when m.heard_characters is not null then least(m.heard_characters, char_length(said))
    end,
    error_code = 'stream_interrupted',
    lease_expires_at = null,
    completed_at = clock_timestamp(),
    last_sequence = private.close_stream_log(
      answer.stream_id, private.abandoned_event(logged.last_stored + 1000)
    )
  where m.id = answer_id;
  perform private.record_abandoned(answer.stream_id);
end
$$;

-- An answer as it is now that its server is known to be gone; any other one as it was.
create function private.settle_if_abandoned(answer public.messages) returns public.messages
language plpgsql
set search_path = ''
as $$
begin
  if answer.lease_expires_at <= clock_timestamp() then
    perform private.settle_abandoned(answer.id);
    select m.* into answer from public.messages as m where m.id = answer.id;
  end if;
  return answer;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Stopping it
-- ---------------------------------------------------------------------------------------------

-- The latest cut holds: an answer can be heard again, from where it was cut, and only the last time
-- tells how far the visitor came. A stop that says nothing of it leaves the mark alone. How long an
-- answer is that still streams, its end will tell.
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
  is_running boolean;
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

  -- In one statement: a row that is updated twice locks the chat and the visitor, and in the wrong order.
  update public.messages as m
  set
    heard_characters = case
      when request_stop.heard_characters is null then m.heard_characters
      when m.status = 'streaming' then request_stop.heard_characters
      else least(request_stop.heard_characters, char_length(m.content))
    end,
    stop_requested_at = case
      when m.status = 'streaming' then coalesce(m.stop_requested_at, clock_timestamp())
      else m.stop_requested_at
    end
  where m.id = answer.id
    and m.stream_id = request_stop.stream_id
    and (m.status = 'streaming' or request_stop.heard_characters is not null)
  returning m.status = 'streaming' into is_running;
  return jsonb_build_object('outcome', case when is_running then 'stopping' else 'ended' end);
end
$$;

comment on function public.request_stop is
  'Asks the server that streams an answer to stop, for the answer''s own visitor, and notes how much '
  'of it was heard by then; of an answer that has ended it only does the latter.';

-- ---------------------------------------------------------------------------------------------
-- Reading it again
-- ---------------------------------------------------------------------------------------------

-- How an answer ended, as its readers are told.
create function private.end_event(answer public.messages) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if answer.status in ('complete', 'stopped') then
    return jsonb_build_object(
      'type', 'message-end',
      'messageId', answer.id,
      'finishReason', coalesce(
        answer.finish_reason, case answer.status when 'stopped' then 'stopped' else 'stop' end
      ),
      'usage', case
        when answer.input_tokens is not null and answer.output_tokens is not null
        then jsonb_build_object('inputTokens', answer.input_tokens, 'outputTokens', answer.output_tokens)
      end
    );
  end if;
  return jsonb_build_object(
    'type', 'error',
    'code', case
      when answer.error_code = 'internal_error' then 'internal_error'
      when answer.status = 'interrupted' or answer.error_code = 'stream_interrupted'
      then 'stream_interrupted'
      else 'model_unavailable'
    end,
    'message', 'The answer broke off.'
  );
end
$$;

-- How the log of an answer goes on once its events are gone: behind the last of them, what was shown
-- is void and comes once more as a whole. So a reader who has any part of it, of the first telling or
-- of this one, ends up with all of it, once.
create function private.retold_answer(answer public.messages, after_sequence integer) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  last_sequence constant integer := coalesce(answer.last_sequence, 0);
begin
  if after_sequence >= last_sequence + 3 or after_sequence = last_sequence and after_sequence > 0 then
    return '[]'; -- The reader has the end.
  end if;
  return (
    select jsonb_agg(
      jsonb_build_object('sequence', told.sequence, 'event', jsonb_strip_nulls(told.event))
      order by told.sequence
    )
    from (
      values
        -- How it discloses what is speaking is for its server to add.
        (0, after_sequence = 0, jsonb_build_object(
          'type', 'meta', 'chatId', answer.chat_id, 'userMessageId', answer.parent_id,
          'messageId', answer.id, 'streamId', answer.stream_id
        )),
        (1, after_sequence > 0, jsonb_build_object('type', 'reset', 'reason', 'retold')),
        (2, answer.content <> '', jsonb_build_object('type', 'text-delta', 'text', answer.content)),
        (3, true, private.end_event(answer))
    ) as part (place, is_told, event)
    cross join lateral (
      select
        case part.place when 0 then 1 else last_sequence + part.place end as sequence, part.event
    ) as told
    where part.is_told and told.sequence > after_sequence
  );
end
$$;

create function private.logged_events(of_stream_id uuid, after_sequence integer) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(entry order by (entry ->> 'sequence')::integer), '[]')
    from public.stream_chunks as s
    cross join lateral jsonb_array_elements(s.events) as entry
    where s.stream_id = of_stream_id
      and s.last_sequence > after_sequence
      and (entry ->> 'sequence')::integer > after_sequence
  );
end
$$;

-- An answer, told from its message. How it is to disclose what is speaking depends on the language.
create function private.answer_told_anew(answer public.messages, after_sequence integer) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'lastSequence', coalesce(answer.last_sequence, 0) + 3,
    'events', private.retold_answer(answer, after_sequence),
    'language', (
      select c.language
      from public.chats as t
      join public.characters as c on c.id = t.character_id
      where t.id = answer.chat_id
    )
  );
end
$$;

create function public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer public.messages;
  last_stored integer;
  told jsonb;
begin
  select m.* into answer
  from public.messages as m
  where m.stream_id = read_stream.stream_id and m.visitor_id = read_stream.visitor_id;
  if not found then
    return jsonb_build_object('outcome', 'stream_not_found');
  end if;
  answer := private.settle_if_abandoned(answer);
  select max(s.last_sequence) into last_stored
  from public.stream_chunks as s
  where s.stream_id = read_stream.stream_id;

  if last_stored is null and answer.status <> 'streaming' then
    told := private.answer_told_anew(answer, after_sequence);
  else
    told := jsonb_build_object(
      'lastSequence', coalesce(last_stored, 0),
      'events', private.logged_events(stream_id, after_sequence),
      'language', null
    );
  end if;
  return told || jsonb_build_object(
    'outcome', 'found', 'status', answer.status, 'messageId', answer.id, 'chatId', answer.chat_id
  );
end
$$;

comment on function public.read_stream is
  'What was sent of an answer after a sequence number, for its own visitor, and the last number there '
  'is: of a stream that is over, nothing can come behind it.';

-- ---------------------------------------------------------------------------------------------
-- Pruning
-- ---------------------------------------------------------------------------------------------

-- Asked for as a stream begins, for its server may die, and as it ends.
create function private.schedule_pruning() returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.add_periodic_job('prune_stream_chunks', '5 minutes', '1 hour');
end
$$;

create function public.prune_stream_chunks(max_streams integer default 5000) returns integer
language plpgsql
set search_path = ''
as $$
declare
  long_over constant timestamptz := clock_timestamp() - interval '1 hour';
  removed integer;
begin
  -- The first row stands for its stream, of which all goes: half a log would pass for a whole one.
  delete from public.stream_chunks as s
  using (
    select old.stream_id
    from public.stream_chunks as old
    where old.created_at <= long_over
      and not exists (
        select from public.stream_chunks as before
        where before.stream_id = old.stream_id and before.first_sequence < old.first_sequence
      )
      and exists (
        select from public.messages as m
        where m.stream_id = old.stream_id and m.status <> 'streaming'
      )
    order by old.created_at
    limit prune_stream_chunks.max_streams
    for update of old skip locked
  ) as over
  where s.stream_id = over.stream_id;
  get diagnostics removed = row_count;

  -- Nobody has come back to these; their log is pruned an hour from now. At the end: who asks for pruning
  -- just now waits for whoever has asked first.
  perform private.settle_abandoned(m.id)
  from public.messages as m
  where m.status = 'streaming' and m.lease_expires_at <= long_over;
  if exists (select from public.messages as m where m.status = 'streaming') then
    perform private.schedule_pruning();
  end if;
  return removed;
end
$$;

comment on function public.prune_stream_chunks is
  'Removes the log of answers that have been over for an hour, so many streams at most, the oldest '
  'first; returns how many rows went. Who comes back later is told the answer from its message.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.stream_lease,
  private.stream_lease_margin,
  private.is_lease_due,
  private.hold_streams,
  private.store_chunks,
  private.told_of_streams,
  private.may_yet_end,
  private.close_stream_log,
  private.hold_conversation,
  private.ended_as,
  private.logged_answer,
  private.abandoned_event,
  private.settle_abandoned,
  private.settle_if_abandoned,
  private.end_event,
  private.retold_answer,
  private.logged_events,
  private.answer_told_anew,
  private.schedule_pruning,
  public.append_stream_chunks,
  public.request_stop,
  public.read_stream,
  public.prune_stream_chunks
from public, anon, authenticated;

grant execute on function
  private.stream_lease,
  private.stream_lease_margin,
  private.is_lease_due,
  private.hold_streams,
  private.store_chunks,
  private.told_of_streams,
  private.may_yet_end,
  private.close_stream_log,
  private.hold_conversation,
  private.ended_as,
  private.logged_answer,
  private.abandoned_event,
  private.settle_abandoned,
  private.settle_if_abandoned,
  private.end_event,
  private.retold_answer,
  private.logged_events,
  private.answer_told_anew,
  private.schedule_pruning,
  public.append_stream_chunks,
  public.request_stop,
  public.read_stream,
  public.prune_stream_chunks
to service_role;
