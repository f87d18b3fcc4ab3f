-- What beginning a turn and continuing an answer have in common. Only the server's own role may call
-- these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

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
  bound_site_id uuid;
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

  select p.site_id into bound_site_id
  from public.profiles as p
  where p.id = admit_visitor.visitor_id;
  if not found then
    bound_site_id := case when admit_visitor.is_anonymous then site.id end;
    begin
      insert into public.profiles (id, site_id) values (admit_visitor.visitor_id, bound_site_id);
    exception when foreign_key_violation then
      refusal := 'visitor_not_found';
      return;
    end;
  end if;
  if admit_visitor.is_anonymous and bound_site_id is distinct from site.id then
    refusal := 'wrong_site';
  end if;
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

-- How long an answer's server may be silent.
create function private.stream_lease() returns interval
language sql immutable parallel safe
set search_path = ''
return interval '30 seconds';

-- The same answer in a new stream; what it has said stays until the new stream is settled.
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
    finish_reason = null
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
      'maxTokens', coalesce(of_chat.max_tokens, of_character.max_tokens, of_site.max_tokens),
      'temperature', coalesce(of_chat.temperature, of_character.temperature, of_site.temperature),
      'topP', coalesce(of_chat.top_p, of_character.top_p, of_site.top_p),
      'topK', coalesce(of_chat.top_k, of_character.top_k, of_site.top_k),
      'frequencyPenalty', coalesce(
        of_chat.frequency_penalty, of_character.frequency_penalty, of_site.frequency_penalty
      )
    ),
    'spoken', case when outcome = 'started' then coalesce(answer.content, '') else '' end
  );
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.admit_visitor,
  private.running_stream,
  private.stream_lease,
  private.stream_again,
  private.begun_turn
from public, anon, authenticated;

grant execute on function
  private.admit_visitor,
  private.running_stream,
  private.stream_lease,
  private.stream_again,
  private.begun_turn
to service_role;
