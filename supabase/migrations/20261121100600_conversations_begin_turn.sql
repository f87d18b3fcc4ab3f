-- The beginning of a turn, now with the model that is to answer: all that the chat function asks of
-- the database before it asks a model, in one call. Only the server's own role may make it.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

drop function public.begin_turn;
drop function private.character_prompt;

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
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  public.begin_turn
from public, anon, authenticated;

grant execute on function
  public.begin_turn
to service_role;
