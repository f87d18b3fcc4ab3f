-- An answer can go on after it broke off: until its new stream is settled, its message holds what it
-- had said before, and that is not to be lost.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- Ends an answer whose server has not reported for the length of a lease: what the log holds is
-- kept, or, while the log holds no text yet, what a continued answer had said before. The closing
-- event leaves room in the sequence for events that were sent but never stored.
create or replace function private.settle_abandoned(answer_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  answer record;
  last_stored integer;
  spoken text;
begin
  select m.stream_id, m.content into answer
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
    where s.stream_id = answer.stream_id
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
      answer.content
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
    answer.stream_id, last_stored + 1000, last_stored + 1000,
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

-- A stream that ends without a word leaves a continued answer what it had said before, and its author.
create or replace function public.finish_turn(
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
      when finish_turn.content = '' and m.content = '' then 'failed'
      else 'interrupted'
    end,
    content = coalesce(nullif(finish_turn.content, ''), m.content),
    finish_reason = finish_turn.finish_reason,
    model = coalesce(finish_turn.model, m.model),
    provider = coalesce(finish_turn.provider, m.provider),
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
