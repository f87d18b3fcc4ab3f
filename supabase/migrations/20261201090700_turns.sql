-- A turn: all that the chat function asks of the database before it asks a model, in one call, and what
-- it stores at the end. Only the server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Who may talk here
-- ---------------------------------------------------------------------------------------------

-- Whether a page may bring visitors to a site, and they choose a model there; why not, if not.
create function private.refusal_of_site(site public.sites, origin text, model text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case
    when site.id is null then 'site_not_found'
    when private.is_origin_allowed(origin, site.allowed_origins) is not true then 'origin_not_allowed'
    when model is not null and not site.visitors_choose_model then 'model_not_allowed'
  end;
end
$$;

-- The visitor's profile, made with the first turn; nothing where Auth does not know the visitor any more.
-- Locked before anything of the visitor's is: erasing comes to the profile first.
create function private.hold_profile(visitor_id uuid, of_site_id uuid) returns public.profiles
language plpgsql
set search_path = ''
as $$
declare
  profile public.profiles;
begin
  select p.* into profile from public.profiles as p where p.id = visitor_id for key share;
  if found then
    return profile;
  end if;
  begin
    insert into public.profiles (id, site_id) values (visitor_id, of_site_id) returning * into profile;
  exception when foreign_key_violation then
    return null;
  end;
  perform private.schedule_erasing();
  return profile;
end
$$;

-- Who may talk here: the site, or why not. From here on the visitor's turns begin one after
-- another; that decides who of two equal calls is first.
create function private.admit_visitor(
  visitor_id uuid,
  is_anonymous boolean,
  site_key text,
  origin text,
  model text,
  out refusal text,
  out site public.sites
)
language plpgsql
set search_path = ''
as $$
declare
  profile public.profiles;
begin
  select s.* into site from public.sites as s where s.site_key = admit_visitor.site_key;
  refusal := private.refusal_of_site(site, origin, model);
  if refusal is not null then
    return;
  end if;
  perform private.await_visitor(visitor_id);
  profile := private.hold_profile(visitor_id, case when is_anonymous then site.id end);
  if profile.id is null then
    refusal := 'visitor_not_found';
  elsif is_anonymous and profile.site_id is distinct from site.id then
    refusal := 'wrong_site';
  elsif profile.last_seen_at < now() - interval '24 hours' then
    update public.profiles as p set last_seen_at = now() where p.id = visitor_id;
  end if;
end
$$;

-- A turn is an object, as the wire has validated it; what it has no use for is not looked at.
create function private.admit_turn(turn jsonb, out refusal text, out site public.sites)
language plpgsql
set search_path = ''
as $$
declare
  admitted record;
begin
  admitted := private.admit_visitor(
    (turn ->> 'visitorId')::uuid,
    -- Who is not said to be registered is bound to one site.
    coalesce((turn ->> 'isAnonymous')::boolean, true), turn ->> 'siteKey',
    turn ->> 'origin', turn ->> 'model'
  );
  refusal := admitted.refusal;
  site := admitted.site;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- What beginning a turn and continuing an answer have in common
-- ---------------------------------------------------------------------------------------------

-- Who answers in a chat; in one that is yet to begin, whom it will be with.
create function private.character_of_chat(
  of_site public.sites, of_chat public.chats, by_slug text, preferred_language text
) returns public.characters
language plpgsql stable
set search_path = ''
as $$
declare
  answering public.characters;
begin
  if of_chat.id is null then
    select * into answering
    from private.choose_character(
      of_site.id, by_slug, coalesce(preferred_language, of_site.default_language)
    );
  else
    select c.* into answering from public.characters as c where c.id = of_chat.character_id;
  end if;
  return answering;
end
$$;

-- The way to a message, oldest first, ending with it: at most 50 messages that say something.
-- In PL/pgSQL, which keeps the plan; as a function of SQL it would be planned at every turn.
create function private.read_history(last_message_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with recursive way as (
      select
        m.parent_id, m.role, m.content, 1 as distance, (m.content <> '')::integer as spoken
      from public.messages as m
      where m.id = last_message_id
      union all
      select
        m.parent_id, m.role, m.content, way.distance + 1, way.spoken + (m.content <> '')::integer
      from way
      -- Lateral with a limit: one look into the index each step, however the table has grown.
      cross join lateral (
        select p.parent_id, p.role, p.content
        from public.messages as p
        where p.id = way.parent_id
        limit 1
      ) as m
      where way.spoken < 50
    )
    select coalesce(
      jsonb_agg(
        jsonb_build_object('role', way.role, 'content', way.content) order by way.distance desc
      ),
      '[]'
    )
    from way
    where way.content <> ''
  );
end
$$;

-- The stream that runs in a chat; one whose server is gone is settled instead.
create function private.running_stream(of_chat_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  running record;
begin
  select m.id, m.stream_id, m.lease_expires_at <= clock_timestamp() as is_abandoned
  into running
  from public.messages as m
  where m.chat_id = of_chat_id and m.status = 'streaming';
  if running.is_abandoned then
    perform private.settle_abandoned(running.id);
    return null;
  end if;
  return running.stream_id;
end
$$;

-- The same answer in a new stream; what it has said stays until the new stream is settled. The mark of
-- a cut goes: the rest of it is to be heard, or read, and may be cut again.
create function private.restart_stream(answer_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  new_stream_id constant uuid := private.uuid_v7();
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
  perform private.schedule_pruning();
  return new_stream_id;
end
$$;

-- Who is to be played. In PL/pgSQL, as the next two, for functions of SQL would be planned at every turn.
create function private.character_context(c public.characters) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'name', c.name,
    'tagline', c.tagline,
    'personality', c.personality,
    'scenario', c.scenario,
    'exampleDialogue', c.example_dialogue,
    'facts', to_jsonb(c.facts),
    'greeting', c.greeting,
    'language', c.language,
    'responseLength', c.response_length
  );
end
$$;

-- The chat's settings, where it has any, over the character's over the site's.
create function private.settings_context(s public.sites, t public.chats, c public.characters)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'maxTokens', least(coalesce(t.max_tokens, c.max_tokens), s.max_tokens),
    'temperature', coalesce(t.temperature, c.temperature, s.temperature),
    'topP', coalesce(t.top_p, c.top_p, s.top_p),
    'topK', coalesce(t.top_k, c.top_k, s.top_k),
    'frequencyPenalty', coalesce(t.frequency_penalty, c.frequency_penalty, s.frequency_penalty)
  );
end
$$;

-- What a turn's server has to know. The chat has nothing but its id while it is being begun.
create function private.turn_context(
  turn jsonb,
  outcome text,
  of_site public.sites,
  of_chat public.chats,
  of_character public.characters,
  answer public.messages
) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'outcome', outcome,
    'chatId', of_chat.id,
    'userMessageId', answer.parent_id,
    'messageId', answer.id,
    'streamId', answer.stream_id,
    'character', private.character_context(of_character),
    'history', private.read_history(answer.parent_id),
    -- What visitors choose, for this answer or for the chat, counts where the site lets them.
    'selection', coalesce(
      case when of_site.visitors_choose_model then coalesce(turn ->> 'model', of_chat.model) end,
      of_character.model,
      of_site.model
    ),
    'settings', private.settings_context(of_site, of_chat, of_character),
    'maxTokensCap', of_site.max_tokens,
    'textSoFar', case when outcome = 'started' then coalesce(answer.content, '') else '' end
  );
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Beginning a turn
-- ---------------------------------------------------------------------------------------------

-- The chat of a turn that was begun before, else the one that is asked for. Locked, for an operator may
-- be deleting it.
create function private.chat_of_turn(turn jsonb) returns public.chats
language plpgsql
set search_path = ''
as $$
declare
  chat public.chats;
begin
  select c.* into chat
  from public.chats as c
  where c.id = coalesce(
      (
        select m.chat_id
        from public.messages as m
        where m.visitor_id = (turn ->> 'visitorId')::uuid
          and m.client_message_id = (turn ->> 'clientMessageId')::uuid
      ),
      (turn ->> 'chatId')::uuid
    )
    and c.visitor_id = (turn ->> 'visitorId')::uuid
  for no key update;
  return chat;
end
$$;

-- Whether a turn differs from the one that was begun with the same client_message_id.
create function private.is_another_turn(
  turn jsonb, of_site public.sites, of_chat public.chats, known public.messages
) returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  regenerated_id constant uuid := turn ->> 'regenerateMessageId';
begin
  return of_chat.site_id <> of_site.id
    or of_chat.id <> (turn ->> 'chatId')::uuid
    or (regenerated_id is null) <> (known.role = 'user')
    or (known.role = 'user' and known.content is distinct from turn ->> 'content')
    or (
      known.role = 'assistant'
      and known.parent_id is distinct from (
        select m.parent_id
        from public.messages as m
        where m.id = regenerated_id and m.chat_id = known.chat_id
      )
    );
end
$$;

-- The same turn again: attached to its answer, or started once more where that failed or is gone.
-- No outcome: there was no such turn.
create function private.find_same_turn(
  turn jsonb,
  of_site public.sites,
  of_chat public.chats,
  out outcome text,
  out answer public.messages
)
language plpgsql
set search_path = ''
as $$
declare
  known public.messages;
begin
  select m.* into known
  from public.messages as m
  where m.visitor_id = (turn ->> 'visitorId')::uuid
    and m.client_message_id = (turn ->> 'clientMessageId')::uuid;
  if not found then
    return;
  end if;
  if private.is_another_turn(turn, of_site, of_chat, known) then
    outcome := 'idempotency_conflict';
    return;
  end if;

  if known.role = 'assistant' then
    answer := known;
  else
    answer := private.first_answer(known.id);
  end if;
  answer := private.settle_if_abandoned(answer);
  outcome := case when answer.status <> 'failed' then 'attached' else 'started' end;
end
$$;

-- The answer that a message got when it was sent; nothing but its place where that is gone.
create function private.first_answer(user_message_id uuid) returns public.messages
language plpgsql stable
set search_path = ''
as $$
declare
  answer public.messages;
begin
  select m.* into answer
  from public.messages as m
  where m.parent_id = user_message_id and m.client_message_id is null
  order by m.created_at
  limit 1;
  answer.parent_id := user_message_id;
  return answer;
end
$$;

-- Where a new turn stands: an answer that is asked for again stands below the same message as the
-- first one, any other one below a message that is yet to be written.
create function private.place_of_new_turn(
  turn jsonb,
  of_site public.sites,
  of_chat public.chats,
  out outcome text,
  out answer public.messages
)
language plpgsql stable
set search_path = ''
as $$
begin
  outcome := 'started';
  if turn ->> 'chatId' is not null and (of_chat.id is null or of_chat.site_id <> of_site.id) then
    outcome := 'chat_not_found';
  elsif turn ->> 'regenerateMessageId' is not null then
    select m.parent_id into answer.parent_id
    from public.messages as m
    where m.id = (turn ->> 'regenerateMessageId')::uuid
      and m.chat_id = of_chat.id
      and m.role = 'assistant'
      and m.parent_id is not null;
    if not found then
      outcome := 'message_not_found';
    end if;
  end if;
end
$$;

-- Where a turn stands: started or attached, and its answer, as far as that is there; or why not.
create function private.place_of_turn(
  turn jsonb, of_site public.sites, of_chat public.chats
) returns record
language plpgsql
set search_path = ''
as $$
declare
  place record;
begin
  place := private.find_same_turn(turn, of_site, of_chat);
  if place.outcome is null then
    place := private.place_of_new_turn(turn, of_site, of_chat);
  end if;
  return place;
end
$$;

-- The messages of a turn, in one statement, for their chat counts them with each: the greeting of a
-- new chat and the visitor's message, where they have ids, and the answer.
create function private.write_messages(
  turn jsonb,
  of_chat public.chats,
  greeting_id uuid,
  greeting text,
  user_message_id uuid,
  answer public.messages
) returns void
language plpgsql
set search_path = ''
as $$
declare
  client_id constant uuid := turn ->> 'clientMessageId';
begin
  insert into public.messages (
    id, chat_id, visitor_id, channel, parent_id, role, status, content, client_message_id, stream_id,
    lease_expires_at, completed_at
  )
  select
    written.id, of_chat.id, (turn ->> 'visitorId')::uuid, turn ->> 'channel', written.parent_id,
    written.role, written.status, written.content, written.client_message_id, written.stream_id,
    case when written.status = 'streaming' then clock_timestamp() + private.stream_lease() end,
    case when written.status <> 'streaming' then clock_timestamp() end
  from (
    values
      (greeting_id, null::uuid, 'assistant', 'complete', greeting, null::uuid, null::uuid),
      (
        user_message_id, of_chat.active_leaf_id, 'user', 'complete', turn ->> 'content', client_id,
        null
      ),
      (
        answer.id, answer.parent_id, 'assistant', 'streaming', '',
        case when turn ->> 'regenerateMessageId' is not null then client_id end, answer.stream_id
      )
  ) as written (id, parent_id, role, status, content, client_message_id, stream_id)
  where written.id is not null;
  perform private.schedule_pruning();
end
$$;

-- Begins the answer, and whatever of its chat and of the message before it is not there yet. An answer
-- that came to nothing is tried again, as the same one.
create function private.write_turn(
  turn jsonb, of_character public.characters, inout chat public.chats, inout answer public.messages
)
language plpgsql
set search_path = ''
as $$
declare
  greeting_id uuid;
  user_message_id uuid;
begin
  if answer.id is not null then
    answer.stream_id := private.restart_stream(answer.id);
  else
    answer.id := private.uuid_v7();
    answer.stream_id := private.uuid_v7();
    if answer.parent_id is null then
      user_message_id := private.uuid_v7();
      answer.parent_id := user_message_id;
    end if;
    if chat.id is null then
      greeting_id := private.uuid_v7();
      chat.id := private.uuid_v7();
      chat.active_leaf_id := greeting_id;
      insert into public.chats (id, site_id, character_id, visitor_id, channel, active_leaf_id)
      values (
        chat.id, of_character.site_id, of_character.id, (turn ->> 'visitorId')::uuid,
        turn ->> 'channel', answer.id
      );
    end if;
    perform private.write_messages(
      turn, chat, greeting_id, of_character.greeting, user_message_id, answer
    );
  end if;
  if greeting_id is null then
    perform private.show_answer(chat.id, answer.id);
  end if;
end
$$;

create function private.show_answer(of_chat_id uuid, answer_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.chats as c
  set active_leaf_id = answer_id, updated_at = clock_timestamp()
  where c.id = of_chat_id;
end
$$;

create function public.begin_turn(turn jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  admitted record;
  chat public.chats;
  place record;
  character public.characters;
  running_stream_id uuid;
  written record;
begin
  admitted := private.admit_turn(turn);
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;

  chat := private.chat_of_turn(turn);
  place := private.place_of_turn(turn, admitted.site, chat);
  if place.outcome not in ('started', 'attached') then
    return jsonb_build_object('outcome', place.outcome);
  end if;

  character := private.character_of_chat(
    admitted.site, chat, turn ->> 'characterSlug', turn ->> 'language'
  );
  if character.id is null then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;
  if place.outcome = 'attached' then
    return private.turn_context(turn, 'attached', admitted.site, chat, character, place.answer);
  end if;
  running_stream_id := private.running_stream(chat.id);
  if running_stream_id is not null then
    return jsonb_build_object('outcome', 'turn_in_progress', 'streamId', running_stream_id);
  end if;
  written := private.write_turn(turn, character, chat, place.answer);
  return private.turn_context(turn, 'started', admitted.site, written.chat, character, written.answer);
end
$$;

comment on function public.begin_turn is
  'All of a turn''s preparation in one call: checks, the visitor''s message, the answer to stream '
  'into, the context, and who is to answer. The same clientMessageId is the same turn. `turn`: '
  'visitorId, isAnonymous, siteKey, origin, clientMessageId and channel, and as it needs them content, '
  'chatId, characterSlug, language, regenerateMessageId and model.';

-- ---------------------------------------------------------------------------------------------
-- Continuing an answer
-- ---------------------------------------------------------------------------------------------

-- The answer that is to go on. Nothing is put between what was said and what came after it.
create function private.answer_to_continue(turn jsonb) returns public.messages
language plpgsql stable
set search_path = ''
as $$
declare
  answer public.messages;
begin
  select m.* into answer
  from public.messages as m
  where m.id = (turn ->> 'continueMessageId')::uuid
    and m.chat_id = (turn ->> 'chatId')::uuid
    and m.role = 'assistant'
    and m.parent_id is not null
    and not exists (select from public.messages as child where child.parent_id = m.id);
  return answer;
end
$$;

-- An answer that broke off, was stopped, or grew too long.
create function private.may_go_on(status text, finish_reason text) returns boolean
language sql immutable parallel safe
set search_path = ''
return status in ('interrupted', 'stopped', 'failed')
  or (status = 'complete' and coalesce(finish_reason = 'length', false));

-- The rest of an answer that broke off: the same message, streaming again.
create function public.continue_turn(turn jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  admitted record;
  chat public.chats;
  character public.characters;
  answer public.messages;
  running_stream_id uuid;
  outcome text := 'attached';
begin
  admitted := private.admit_turn(turn);
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;
  chat := private.chat_of_turn(turn);
  if chat.id is null or chat.site_id <> (admitted.site).id then
    return jsonb_build_object('outcome', 'chat_not_found');
  end if;
  -- A running stream whose server is gone may be this very answer's.
  running_stream_id := private.running_stream(chat.id);
  answer := private.answer_to_continue(turn);
  if answer.id is null then
    return jsonb_build_object('outcome', 'message_not_found');
  end if;

  if private.may_go_on(answer.status, answer.finish_reason) then
    if running_stream_id is not null then
      return jsonb_build_object('outcome', 'turn_in_progress', 'streamId', running_stream_id);
    end if;
    outcome := 'started';
    answer.stream_id := private.restart_stream(answer.id);
    update public.messages as m set channel = turn ->> 'channel' where m.id = answer.id;
    perform private.show_answer(chat.id, answer.id);
  end if;
  character := private.character_of_chat(admitted.site, chat, null, null);
  return private.turn_context(turn, outcome, admitted.site, chat, character, answer);
end
$$;

comment on function public.continue_turn is
  'Lets an answer that broke off, was stopped or grew too long go on in a new stream; one that '
  'streams or is complete is attached to. `turn`: visitorId, isAnonymous, siteKey, origin, chatId, '
  'continueMessageId and channel, and model where one is chosen.';

-- ---------------------------------------------------------------------------------------------
-- Ending an answer
-- ---------------------------------------------------------------------------------------------

-- The tokens of an answer's streams together, as many as an integer holds.
create function private.add_tokens(before integer, more integer) returns integer
language sql immutable parallel safe
set search_path = ''
return case
  when more is null then before
  else least(coalesce(before, 0)::bigint + more, 2147483647)::integer
end;

-- The answer that a stream may yet end, locked; nothing where its end is known or it is gone.
create function private.hold_unended(of_stream_id uuid) returns public.messages
language plpgsql
set search_path = ''
as $$
declare
  answer public.messages;
begin
  perform private.hold_conversation(m.id)
  from public.messages as m
  where m.stream_id = of_stream_id;
  select m.* into answer
  from public.messages as m
  where m.stream_id = of_stream_id and private.may_yet_end(m.status, m.error_code)
  for no key update;
  return answer;
end
$$;

-- Stores what was sent last; returns the last number.
--
-- A server that was given up for dead may come back, and what it has is all of the answer: unless the
-- answer was begun again meanwhile, which makes it another stream. Some readers have its true end then
-- and others one that came too early. So its log goes, and whoever comes back, with whatever number, is
-- told the answer from its message, behind all that anybody was told before.
create function private.end_stream_log(answer public.messages, last_events jsonb) returns integer
language plpgsql
set search_path = ''
as $$
declare
  last_told constant integer := private.close_stream_log(answer.stream_id, last_events);
begin
  if answer.status = 'streaming' then
    return last_told;
  end if;
  delete from public.stream_chunks as s where s.stream_id = answer.stream_id;
  return greatest(last_told, answer.last_sequence) + 1000;
end
$$;

-- A stream that ends without a word leaves a continued answer what it had said before, and its author.
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
  error_code text default null,
  attempts jsonb default '[]'
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answer public.messages := private.hold_unended(stream_id);
  said constant text := coalesce(nullif(content, ''), answer.content);
begin
  if answer.id is null then
    perform private.hold_owner_of_usage(stream_id);
    perform private.record_attempts(stream_id, attempts);
    return jsonb_build_object('finished', false, 'jobsDue', private.has_due_jobs());
  end if;
  update public.messages as m
  set
    status = private.ended_as(finish_turn.status, said),
    content = said,
    heard_characters = case
      when m.heard_characters is not null then least(m.heard_characters, char_length(said))
    end,
    finish_reason = finish_turn.finish_reason,
    model = coalesce(finish_turn.model, m.model),
    provider = coalesce(finish_turn.provider, m.provider),
    input_tokens = private.add_tokens(m.input_tokens, finish_turn.input_tokens),
    output_tokens = private.add_tokens(m.output_tokens, finish_turn.output_tokens),
    error_code = finish_turn.error_code,
    lease_expires_at = null,
    completed_at = clock_timestamp(),
    last_sequence = private.end_stream_log(answer, coalesce(events, '[]'))
  where m.id = answer.id;
  perform private.record_attempts(stream_id, attempts);
  return jsonb_build_object('finished', true, 'jobsDue', private.has_due_jobs());
end
$$;

comment on function public.finish_turn is
  'Stores an answer''s last events and settles it; not when it was settled already. Tells whether there '
  'are jobs to be done. `attempts`, in any case once: [{attempt, model, provider, outcome, startedMs, inputTokens, outputTokens, firstTextMs, '
  'totalMs}], of which the last four may be missing.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.refusal_of_site,
  private.hold_profile,
  private.admit_visitor,
  private.admit_turn,
  private.character_of_chat,
  private.read_history,
  private.running_stream,
  private.restart_stream,
  private.character_context,
  private.settings_context,
  private.turn_context,
  private.chat_of_turn,
  private.is_another_turn,
  private.find_same_turn,
  private.first_answer,
  private.place_of_new_turn,
  private.place_of_turn,
  private.write_messages,
  private.write_turn,
  private.show_answer,
  private.answer_to_continue,
  private.may_go_on,
  private.add_tokens,
  private.hold_unended,
  private.end_stream_log,
  public.begin_turn,
  public.continue_turn,
  public.finish_turn
from public, anon, authenticated;

grant execute on function
  private.refusal_of_site,
  private.hold_profile,
  private.admit_visitor,
  private.admit_turn,
  private.character_of_chat,
  private.read_history,
  private.running_stream,
  private.restart_stream,
  private.character_context,
  private.settings_context,
  private.turn_context,
  private.chat_of_turn,
  private.is_another_turn,
  private.find_same_turn,
  private.first_answer,
  private.place_of_new_turn,
  private.place_of_turn,
  private.write_messages,
  private.write_turn,
  private.show_answer,
  private.answer_to_continue,
  private.may_go_on,
  private.add_tokens,
  private.hold_unended,
  private.end_stream_log,
  public.begin_turn,
  public.continue_turn,
  public.finish_turn
to service_role;
