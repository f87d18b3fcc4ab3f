-- The rest of an answer that broke off: the same message, streaming again. Only the server's own
-- role may ask for it.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

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
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  public.continue_turn
from public, anon, authenticated;

grant execute on function
  public.continue_turn
to service_role;
