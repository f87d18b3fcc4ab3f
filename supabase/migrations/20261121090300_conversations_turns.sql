-- Turns: what the chat function asks of the database, one call each. Only the server's own role may
-- call them. Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Parts
-- ---------------------------------------------------------------------------------------------

-- A character's card, as the wire has it.
create function private.character_card(c public.characters) returns jsonb
language sql stable
set search_path = ''
return jsonb_build_object(
  'id', c.id,
  'slug', c.slug,
  'name', c.name,
  'tagline', c.tagline,
  'description', c.description,
  'greeting', c.greeting,
  'language', c.language,
  'portrait', c.portrait
);

-- What a prompt and a model's settings are made of.
create function private.character_prompt(c public.characters) returns jsonb
language sql stable
set search_path = ''
return jsonb_build_object(
  'name', c.name,
  'tagline', c.tagline,
  'personality', c.personality,
  'scenario', c.scenario,
  'exampleDialogue', c.example_dialogue,
  'facts', to_jsonb(c.facts),
  'greeting', c.greeting,
  'language', c.language,
  'responseLength', c.response_length,
  'maxTokens', c.max_tokens,
  'temperature', c.temperature,
  'topP', c.top_p,
  'topK', c.top_k,
  'frequencyPenalty', c.frequency_penalty
);

-- By its slug, or the site's own one for the language: the first public one in the catalogue.
create function private.choose_character(
  of_site_id uuid, by_slug text, preferred_language text
) returns setof public.characters
language plpgsql stable rows 1
set search_path = ''
as $$
begin
  if by_slug is not null then
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.slug = by_slug and c.visibility <> 'private';
  else
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.visibility = 'public'
      order by c.language = preferred_language desc, c.position, c.slug
      limit 1;
  end if;
end
$$;

-- The way to a message, oldest first, ending with it: at most 50 messages that say something.
create function private.read_history(last_message_id uuid) returns jsonb
language sql stable
set search_path = ''
begin atomic
  with recursive way as (
    select
      m.parent_id, m.role, m.content, 1 as distance, (m.content <> '')::integer as spoken
    from public.messages as m
    where m.id = last_message_id
    union all
    select
      m.parent_id, m.role, m.content, way.distance + 1, way.spoken + (m.content <> '')::integer
    from way
    join public.messages as m on m.id = way.parent_id
    where way.spoken < 50
  )
  select coalesce(
    jsonb_agg(jsonb_build_object('role', way.role, 'content', way.content) order by way.distance desc),
    '[]'
  )
  from way
  where way.content <> '';
end;

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

-- ---------------------------------------------------------------------------------------------
-- Sessions
-- ---------------------------------------------------------------------------------------------

create function public.open_session(
  site_key text,
  origin text,
  character_slug text default null,
  language text default null
) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  site record;
  character public.characters;
begin
  select
    s.id, s.name, s.accent, s.default_language,
    private.is_origin_allowed(open_session.origin, s.allowed_origins) as is_open
  into site
  from public.sites as s
  where s.site_key = open_session.site_key;
  if not found then
    return jsonb_build_object('outcome', 'site_not_found');
  end if;
  if site.is_open is not true then
    return jsonb_build_object('outcome', 'origin_not_allowed');
  end if;

  select * into character
  from private.choose_character(
    site.id, character_slug, coalesce(open_session.language, site.default_language)
  );
  if not found then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;

  return jsonb_build_object(
    'outcome', 'opened',
    'site', jsonb_build_object('id', site.id, 'name', site.name, 'accent', site.accent),
    'character', private.character_card(character),
    'characters', (
      select coalesce(jsonb_agg(private.character_card(c) order by c.position, c.slug), '[]')
      from public.characters as c
      where c.site_id = site.id and c.visibility = 'public'
    )
  );
end
$$;

comment on function public.open_session is
  'What a widget needs before the first message: site, character and catalogue, or why not.';

-- ---------------------------------------------------------------------------------------------
-- Turns
-- ---------------------------------------------------------------------------------------------

create function public.begin_turn(
  visitor_id uuid,
  is_anonymous boolean,
  site_key text,
  origin text,
  client_message_id uuid,
  content text default null,
  chat_id uuid default null,
  character_slug text default null,
  language text default null,
  channel text default 'text',
  regenerate_message_id uuid default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  lease constant interval := interval '30 seconds';
  site record;
  bound_site_id uuid;
  known public.messages;
  chat public.chats;
  character public.characters;
  answer public.messages;
  running record;
  user_message_id uuid;
  -- What this turn writes; null for what is there already.
  new_greeting_id uuid;
  new_user_message_id uuid;
  outcome text := 'started';
begin
  select
    s.id, s.default_language,
    private.is_origin_allowed(begin_turn.origin, s.allowed_origins) as is_open
  into site
  from public.sites as s
  where s.site_key = begin_turn.site_key;
  if not found then
    return jsonb_build_object('outcome', 'site_not_found');
  end if;
  if site.is_open is not true then
    return jsonb_build_object('outcome', 'origin_not_allowed');
  end if;

  -- A visitor's turns begin one after another; that decides who of two equal calls is first.
  perform pg_advisory_xact_lock(hashtextextended(begin_turn.visitor_id::text, 0));

  select p.site_id into bound_site_id from public.profiles as p where p.id = begin_turn.visitor_id;
  if not found then
    bound_site_id := case when begin_turn.is_anonymous then site.id end;
    begin
      insert into public.profiles (id, site_id) values (begin_turn.visitor_id, bound_site_id);
    exception when foreign_key_violation then
      return jsonb_build_object('outcome', 'visitor_not_found');
    end;
  end if;
  if begin_turn.is_anonymous and bound_site_id is distinct from site.id then
    return jsonb_build_object('outcome', 'wrong_site');
  end if;

  -- The chat is locked before its messages are read, as deleting one does.
  select c.* into chat
  from public.chats as c
  where c.id = coalesce(
      (
        select m.chat_id
        from public.messages as m
        where m.visitor_id = begin_turn.visitor_id
          and m.client_message_id = begin_turn.client_message_id
      ),
      begin_turn.chat_id
    )
    and c.visitor_id = begin_turn.visitor_id
  for no key update;

  select m.* into known
  from public.messages as m
  where m.visitor_id = begin_turn.visitor_id
    and m.client_message_id = begin_turn.client_message_id;

  if known.id is not null then
    -- The same turn again.
    if chat.site_id <> site.id
      or chat.id <> begin_turn.chat_id
      or (begin_turn.regenerate_message_id is null) <> (known.role = 'user')
      or (known.role = 'user' and known.content is distinct from begin_turn.content)
      or (
        known.role = 'assistant'
        and known.parent_id is distinct from (
          select m.parent_id
          from public.messages as m
          where m.id = begin_turn.regenerate_message_id and m.chat_id = known.chat_id
        )
      )
    then
      return jsonb_build_object('outcome', 'idempotency_conflict');
    end if;

    if known.role = 'assistant' then
      answer := known;
      user_message_id := known.parent_id;
    else
      user_message_id := known.id;
      select m.* into answer
      from public.messages as m
      where m.parent_id = known.id and m.client_message_id is null
      order by m.created_at
      limit 1;
    end if;

    if answer.status = 'streaming' and answer.lease_expires_at <= clock_timestamp() then
      perform private.settle_abandoned(answer.id);
      select m.* into answer from public.messages as m where m.id = answer.id;
    end if;
    if answer.status <> 'failed' then
      outcome := 'attached';
    end if;
  elsif begin_turn.chat_id is not null then
    if chat.id is null or chat.site_id <> site.id then
      return jsonb_build_object('outcome', 'chat_not_found');
    end if;
    if begin_turn.regenerate_message_id is not null then
      select m.parent_id into user_message_id
      from public.messages as m
      where m.id = begin_turn.regenerate_message_id
        and m.chat_id = chat.id
        and m.role = 'assistant'
        and m.parent_id is not null;
      if not found then
        return jsonb_build_object('outcome', 'message_not_found');
      end if;
    end if;
  elsif begin_turn.regenerate_message_id is not null then
    return jsonb_build_object('outcome', 'message_not_found');
  end if;

  if chat.id is null then
    select * into character
    from private.choose_character(
      site.id, begin_turn.character_slug, coalesce(begin_turn.language, site.default_language)
    );
  else
    select c.* into character from public.characters as c where c.id = chat.character_id;
  end if;
  if character.id is null then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;

  if outcome = 'started' then
    if chat.id is not null then
      select m.id, m.stream_id, m.lease_expires_at <= clock_timestamp() as is_abandoned
      into running
      from public.messages as m
      where m.chat_id = chat.id and m.status = 'streaming';
      if running.is_abandoned then
        perform private.settle_abandoned(running.id);
      elsif running.id is not null then
        return jsonb_build_object('outcome', 'turn_in_progress', 'streamId', running.stream_id);
      end if;
    end if;

    if answer.id is not null then
      -- It came to nothing: the same answer is tried again.
      delete from public.stream_chunks as s where s.stream_id = answer.stream_id;
      update public.messages as m
      set
        status = 'streaming',
        stream_id = gen_random_uuid(),
        lease_expires_at = clock_timestamp() + lease,
        completed_at = null,
        stop_requested_at = null,
        error_code = null,
        finish_reason = null
      where m.id = answer.id
      returning m.stream_id into answer.stream_id;
    else
      answer.id := gen_random_uuid();
      answer.stream_id := gen_random_uuid();
      if user_message_id is null then
        new_user_message_id := gen_random_uuid();
        user_message_id := new_user_message_id;
      end if;
      if chat.id is null then
        new_greeting_id := gen_random_uuid();
        chat.id := gen_random_uuid();
        chat.active_leaf_id := new_greeting_id;
        insert into public.chats (id, site_id, character_id, visitor_id, channel, active_leaf_id)
        values (
          chat.id, site.id, character.id, begin_turn.visitor_id, begin_turn.channel, answer.id
        );
      end if;

      insert into public.messages (
        id, chat_id, visitor_id, parent_id, role, status, content, client_message_id, stream_id,
        channel, lease_expires_at, completed_at
      )
      select
        new_greeting_id, chat.id, begin_turn.visitor_id, null::uuid, 'assistant', 'complete',
        character.greeting, null::uuid, null::uuid, begin_turn.channel, null::timestamptz,
        clock_timestamp()
      where new_greeting_id is not null
      union all
      select
        new_user_message_id, chat.id, begin_turn.visitor_id, chat.active_leaf_id, 'user', 'complete',
        begin_turn.content, begin_turn.client_message_id, null, begin_turn.channel, null,
        clock_timestamp()
      where new_user_message_id is not null
      union all
      select
        answer.id, chat.id, begin_turn.visitor_id, user_message_id, 'assistant', 'streaming',
        '', case when begin_turn.regenerate_message_id is not null then begin_turn.client_message_id end,
        answer.stream_id, begin_turn.channel, clock_timestamp() + lease, null;
    end if;

    if new_greeting_id is null then
      update public.chats as c
      set active_leaf_id = answer.id, updated_at = clock_timestamp()
      where c.id = chat.id;
    end if;
  end if;

  return jsonb_build_object(
    'outcome', outcome,
    'chatId', chat.id,
    'userMessageId', user_message_id,
    'messageId', answer.id,
    'streamId', answer.stream_id,
    'character', private.character_prompt(character),
    'history', private.read_history(user_message_id)
  );
end
$$;

comment on function public.begin_turn is
  'All of a turn''s preparation in one call: checks, the visitor''s message, the answer to stream '
  'into, and the context. The same client_message_id is the same turn.';

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
  private.character_card,
  private.character_prompt,
  private.choose_character,
  private.read_history,
  private.settle_abandoned
to service_role;

revoke all on function
  public.open_session,
  public.begin_turn,
  public.append_stream_chunks,
  public.finish_turn,
  public.read_stream,
  public.request_stop
from public, anon, authenticated;

grant execute on function
  public.open_session,
  public.begin_turn,
  public.append_stream_chunks,
  public.finish_turn,
  public.read_stream,
  public.request_stop
to service_role;
