-- A turn: all that the chat function asks of the database before it asks a model, in one call, and what
-- it stores at the end. Only the server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Who may talk here
-- ---------------------------------------------------------------------------------------------

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
  profile record;
begin
  select s.* into site from public.sites as s where s.site_key = admit_visitor.site_key;
  if not found then
    refusal := 'site_not_found';
    return;
  end if;
  if private.is_origin_allowed(admit_visitor.origin, site.allowed_origins) is not true then
    refusal := 'origin_not_allowed';
    return;
  end if;
  if admit_visitor.model is not null and not site.visitors_choose_model then
    refusal := 'model_not_allowed';
    return;
  end if;

  perform private.await_visitor(admit_visitor.visitor_id);

  -- Locked before anything of the visitor's is: erasing comes to the profile first.
  select p.site_id, p.last_seen_at < now() - interval '24 hours' as is_back into profile
  from public.profiles as p
  where p.id = admit_visitor.visitor_id
  for key share;
  if not found then
    begin
      insert into public.profiles (id, site_id)
      values (
        admit_visitor.visitor_id, case when admit_visitor.is_anonymous then site.id end
      )
      returning profiles.site_id, false as is_back into profile;
    exception when foreign_key_violation then
      refusal := 'visitor_not_found';
      return;
    end;
  end if;
  if admit_visitor.is_anonymous and profile.site_id is distinct from site.id then
    refusal := 'wrong_site';
  elsif profile.is_back then
    update public.profiles as p set last_seen_at = now() where p.id = admit_visitor.visitor_id;
  end if;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- What beginning a turn and continuing an answer have in common
-- ---------------------------------------------------------------------------------------------

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
create function private.stream_again(answer_id uuid) returns uuid
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

-- What a turn's server has to know. The chat has nothing but its id while it is being begun. In
-- PL/pgSQL and in one piece, for functions of SQL would be planned at every turn.
create function private.begun_turn(
  outcome text,
  of_site public.sites,
  of_chat public.chats,
  of_character public.characters,
  answer public.messages,
  requested_model text
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
    'character', jsonb_build_object(
      'name', of_character.name,
      'tagline', of_character.tagline,
      'personality', of_character.personality,
      'scenario', of_character.scenario,
      'exampleDialogue', of_character.example_dialogue,
      'facts', to_jsonb(of_character.facts),
      'greeting', of_character.greeting,
      'language', of_character.language,
      'responseLength', of_character.response_length
    ),
    'history', private.read_history(answer.parent_id),
    -- What visitors choose, for this answer or for the chat, counts where the site lets them.
    'selection', coalesce(
      case when of_site.visitors_choose_model then coalesce(requested_model, of_chat.model) end,
      of_character.model,
      of_site.model
    ),
    'settings', jsonb_build_object(
      'maxTokens', least(
        coalesce(of_chat.max_tokens, of_character.max_tokens), of_site.max_tokens
      ),
      'temperature', coalesce(of_chat.temperature, of_character.temperature, of_site.temperature),
      'topP', coalesce(of_chat.top_p, of_character.top_p, of_site.top_p),
      'topK', coalesce(of_chat.top_k, of_character.top_k, of_site.top_k),
      'frequencyPenalty', coalesce(
        of_chat.frequency_penalty, of_character.frequency_penalty, of_site.frequency_penalty
      )
    ),
    'maxTokensCap', of_site.max_tokens,
    'spoken', case when outcome = 'started' then coalesce(answer.content, '') else '' end
  );
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Beginning a turn
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
  regenerate_message_id uuid default null,
  model text default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  admitted record;
  site public.sites;
  known public.messages;
  chat public.chats;
  character public.characters;
  answer public.messages;
  running_stream_id uuid;
  -- What this turn writes; null for what is there already.
  new_greeting_id uuid;
  new_user_message_id uuid;
  outcome text := 'started';
begin
  admitted := private.admit_visitor(
    begin_turn.visitor_id, begin_turn.is_anonymous, begin_turn.site_key, begin_turn.origin,
    begin_turn.model
  );
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;
  site := admitted.site;

  -- Locked, for an operator may be deleting it.
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
    else
      select m.* into answer
      from public.messages as m
      where m.parent_id = known.id and m.client_message_id is null
      order by m.created_at
      limit 1;
      answer.parent_id := known.id;
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
      select m.parent_id into answer.parent_id
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
    running_stream_id := private.running_stream(chat.id);
    if running_stream_id is not null then
      return jsonb_build_object('outcome', 'turn_in_progress', 'streamId', running_stream_id);
    end if;

    if answer.id is not null then
      -- It came to nothing: the same answer is tried again.
      answer.stream_id := private.stream_again(answer.id);
    else
      answer.id := gen_random_uuid();
      answer.stream_id := gen_random_uuid();
      if answer.parent_id is null then
        new_user_message_id := gen_random_uuid();
        answer.parent_id := new_user_message_id;
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
        answer.id, chat.id, begin_turn.visitor_id, answer.parent_id, 'assistant', 'streaming',
        '', case when begin_turn.regenerate_message_id is not null then begin_turn.client_message_id end,
        answer.stream_id, begin_turn.channel, clock_timestamp() + private.stream_lease(), null;
    end if;

    if new_greeting_id is null then
      update public.chats as c
      set active_leaf_id = answer.id, updated_at = clock_timestamp()
      where c.id = chat.id;
    end if;
  end if;

  return private.begun_turn(outcome, site, chat, character, answer, begin_turn.model);
end
$$;

comment on function public.begin_turn is
  'All of a turn''s preparation in one call: checks, the visitor''s message, the answer to stream '
  'into, the context, and who is to answer. The same client_message_id is the same turn.';

-- ---------------------------------------------------------------------------------------------
-- Continuing an answer
-- ---------------------------------------------------------------------------------------------

-- The rest of an answer that broke off: the same message, streaming again.
create function public.continue_turn(
  visitor_id uuid,
  is_anonymous boolean,
  site_key text,
  origin text,
  chat_id uuid,
  message_id uuid,
  channel text default 'text',
  model text default null
) returns jsonb
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
  admitted := private.admit_visitor(
    continue_turn.visitor_id, continue_turn.is_anonymous, continue_turn.site_key,
    continue_turn.origin, continue_turn.model
  );
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;

  -- Locked, for an operator may be deleting it.
  select c.* into chat
  from public.chats as c
  where c.id = continue_turn.chat_id
    and c.visitor_id = continue_turn.visitor_id
    and c.site_id = (admitted.site).id
  for no key update;
  if not found then
    return jsonb_build_object('outcome', 'chat_not_found');
  end if;

  -- A running stream whose server is gone may be this very answer's.
  running_stream_id := private.running_stream(chat.id);

  select m.* into answer
  from public.messages as m
  where m.id = continue_turn.message_id
    and m.chat_id = chat.id
    and m.role = 'assistant'
    and m.parent_id is not null
    -- Nothing is put between what was said and what came after it.
    and not exists (select from public.messages as child where child.parent_id = m.id);
  if not found then
    return jsonb_build_object('outcome', 'message_not_found');
  end if;

  if answer.status in ('interrupted', 'stopped', 'failed')
    or (answer.status = 'complete' and answer.finish_reason = 'length')
  then
    if running_stream_id is not null then
      return jsonb_build_object('outcome', 'turn_in_progress', 'streamId', running_stream_id);
    end if;
    outcome := 'started';
    answer.stream_id := private.stream_again(answer.id);
    update public.messages as m set channel = continue_turn.channel where m.id = answer.id;
    update public.chats as c
    set active_leaf_id = answer.id, updated_at = clock_timestamp()
    where c.id = chat.id;
  end if;

  select c.* into character from public.characters as c where c.id = chat.character_id;
  return private.begun_turn(
    outcome, admitted.site, chat, character, answer, continue_turn.model
  );
end
$$;

comment on function public.continue_turn is
  'Lets an answer that broke off, was stopped or grew too long go on in a new stream; one that '
  'streams or is complete is attached to.';

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

-- A stream that ends without a word leaves a continued answer what it had said before, and its author.
--
-- A server that was given up for dead may come back, and what it has is all of the answer: unless the
-- answer was begun again meanwhile, which makes it another stream. Some readers have its true end then
-- and others one that came too early. So its log goes, and whoever comes back, with whatever number, is
-- told the answer from its message, behind all that anybody was told before.
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
declare
  answer record;
  said text;
  ended_as text := finish_turn.status;
  last_told integer;
begin
  perform private.hold_conversation(m.id)
  from public.messages as m
  where m.stream_id = finish_turn.stream_id;
  select m.id, m.content, m.status <> 'streaming' as is_late, m.last_sequence into answer
  from public.messages as m
  where m.stream_id = finish_turn.stream_id
    and private.may_yet_end(m.status, m.error_code)
  for no key update;
  if not found then
    perform private.record_usage(
      finish_turn.stream_id, ended_as, finish_turn.model, finish_turn.provider,
      finish_turn.input_tokens, finish_turn.output_tokens
    );
    return jsonb_build_object('finished', false);
  end if;
  said := coalesce(nullif(finish_turn.content, ''), answer.content);
  -- Whether anything was said decides which of the two it is.
  if ended_as in ('interrupted', 'failed') then
    ended_as := case when said = '' then 'failed' else 'interrupted' end;
  end if;

  last_told := private.close_stream_log(finish_turn.stream_id, coalesce(finish_turn.events, '[]'));
  if answer.is_late then
    delete from public.stream_chunks as s where s.stream_id = finish_turn.stream_id;
    last_told := greatest(last_told, answer.last_sequence) + 1000;
  end if;

  update public.messages as m
  set
    status = ended_as,
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
    last_sequence = last_told
  where m.id = answer.id;
  perform private.record_usage(
    finish_turn.stream_id, ended_as, finish_turn.model, finish_turn.provider,
    finish_turn.input_tokens, finish_turn.output_tokens
  );
  return jsonb_build_object('finished', true);
end
$$;

comment on function public.finish_turn is
  'Stores an answer''s last events and settles it; not when it was settled already.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.admit_visitor,
  private.read_history,
  private.running_stream,
  private.stream_again,
  private.begun_turn,
  private.add_tokens,
  public.begin_turn,
  public.continue_turn,
  public.finish_turn
from public, anon, authenticated;

grant execute on function
  private.admit_visitor,
  private.read_history,
  private.running_stream,
  private.stream_again,
  private.begun_turn,
  private.add_tokens,
  public.begin_turn,
  public.continue_turn,
  public.finish_turn
to service_role;
