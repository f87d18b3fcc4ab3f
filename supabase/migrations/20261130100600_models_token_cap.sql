-- A site's max_tokens is the most an answer may take, whoever asks for more: a character, a chat, a
-- request. The functions apply it to what a request asks for.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

comment on column public.sites.max_tokens is
  'Longest answer in tokens, 256 to 4096: as long as answers are where nobody says otherwise, and a '
  'cap for what a character, a chat or a request asks for.';
comment on column public.characters.max_tokens is
  'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the site''s.';
comment on column public.chats.max_tokens is
  'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the character''s.';

-- What a turn's server has to know. The chat has nothing but its id while it is being begun. In
-- PL/pgSQL and in one piece, for functions of SQL would be planned at every turn.
create or replace function private.begun_turn(
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
