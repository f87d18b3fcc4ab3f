-- The schema as all migrations leave it, to read and to review; nothing is made from it.
-- Generated: node --import tsx scripts/database/check-generated.ts --write

CREATE SCHEMA ops;

COMMENT ON SCHEMA ops IS 'What an operator may safely do to a running project, for the SQL editor: select ops.wake_model(''groq''). Each function says what it has done, or why not.';

CREATE SCHEMA private;

COMMENT ON SCHEMA private IS 'Helpers of policies, triggers and functions; never exposed by an API.';

CREATE SCHEMA public;

COMMENT ON SCHEMA public IS 'standard public schema';

CREATE DOMAIN public.channel AS text
	CONSTRAINT channel_check CHECK ((VALUE = ANY (ARRAY['text'::text, 'avatar'::text, 'voice'::text, 'phone'::text, 'api'::text])));

CREATE DOMAIN public.frequency_penalty AS numeric(3,2)
	CONSTRAINT frequency_penalty_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (2)::numeric)));

CREATE DOMAIN public.language AS text
	CONSTRAINT language_check CHECK ((VALUE = ANY (ARRAY['ru'::text, 'en'::text])));

CREATE DOMAIN public.max_tokens AS integer
	CONSTRAINT max_tokens_check CHECK (((VALUE >= 256) AND (VALUE <= 4096)));

CREATE DOMAIN public.temperature AS numeric(3,2)
	CONSTRAINT temperature_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (2)::numeric)));

CREATE DOMAIN public.top_k AS integer
	CONSTRAINT top_k_check CHECK (((VALUE >= 0) AND (VALUE <= 100)));

CREATE DOMAIN public.top_p AS numeric(3,2)
	CONSTRAINT top_p_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (1)::numeric)));

CREATE FUNCTION ops.archive_character(site_key text, slug text) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.characters as c
  set archived_at = coalesce(c.archived_at, clock_timestamp())
  from public.sites as s
  where s.id = c.site_id and s.site_key = archive_character.site_key and c.slug = archive_character.slug;
  if not found then
    raise exception 'The site % has no character %', site_key, slug using errcode = 'no_data_found';
  end if;
  return format('%s begins no new chats; those that were begun go on', slug);
end
$$;

COMMENT ON FUNCTION ops.archive_character(site_key text, slug text) IS 'Takes a character out of service: it is in no list and begins no chats, and nothing that was said is lost. Emptying archived_at in its row of characters brings it back.';

CREATE FUNCTION ops.cool_down_model(model_or_provider text, minutes integer DEFAULT 60) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  until constant timestamptz := clock_timestamp() + make_interval(mins => minutes);
begin
  insert into public.model_health as h (
    subject, cooldown_until, cooldown_ms, code, failed_at, last_problem
  )
  values (
    model_or_provider, until, least(minutes::bigint * 60000, 86400000), 'by_hand', clock_timestamp(),
    'by_hand'
  )
  on conflict (subject) do update
  set
    cooldown_until = excluded.cooldown_until, cooldown_ms = excluded.cooldown_ms,
    code = excluded.code, last_problem = excluded.last_problem, probe_until = null;
  return format('%s is left alone until %s; then one request tries it', model_or_provider, until);
end
$$;

COMMENT ON FUNCTION ops.cool_down_model(model_or_provider text, minutes integer) IS 'Leaves a model (groq:openai/gpt-oss-120b), or all models of a provider (groq), alone for so many minutes. To leave it alone for good, switch off enabled in its row of models or model_providers.';

CREATE FUNCTION ops.end_call(call_id uuid) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = 'operator'
  where c.id = call_id and c.ended_at is null;
  if not found then
    raise exception 'There is no call % that lasts', call_id using errcode = 'no_data_found';
  end if;
  return format('The call %s has ended; the visitor''s page hears of it within seconds', call_id);
end
$$;

COMMENT ON FUNCTION ops.end_call(call_id uuid) IS 'Ends a call, whoever is in it. Its id is in its row of calls.';

CREATE FUNCTION ops.run_job_now(job_id bigint) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.jobs as j
  set run_at = clock_timestamp(), attempts = 0, failed_at = null, locked_until = null
  where j.id = job_id and (j.locked_until is null or j.locked_until <= clock_timestamp());
  if not found then
    raise exception 'There is no job % that waits: it is done, or being done', job_id
      using errcode = 'no_data_found';
  end if;
  perform private.call_maintenance();
  return format('The job %s is due now: it is done with the next answer, or as maintenance is called', job_id);
end
$$;

COMMENT ON FUNCTION ops.run_job_now(job_id bigint) IS 'Makes a job due now that is for later, or was given up. Its id is in its row of jobs.';

CREATE FUNCTION ops.wake_model(model_or_provider text) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  delete from public.model_health as h where h.subject = model_or_provider;
  if not found then
    raise exception '% is not being left alone', model_or_provider using errcode = 'no_data_found';
  end if;
  return format('%s is asked again from now on', model_or_provider);
end
$$;

COMMENT ON FUNCTION ops.wake_model(model_or_provider text) IS 'Has a model, or a provider, asked again at once that is left alone after failures or by hand.';

CREATE FUNCTION private.abandoned_event(at_sequence integer) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN jsonb_build_array(jsonb_build_object('sequence', at_sequence, 'event', jsonb_build_object('type', 'error', 'code', 'stream_interrupted', 'message', 'The answer''s server stopped before its end')));

CREATE FUNCTION private.add_job(kind text, key text, payload jsonb DEFAULT '{}'::jsonb, run_at timestamp with time zone DEFAULT clock_timestamp()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  insert into public.jobs (kind, key, payload, run_at)
  values (add_job.kind, add_job.key, add_job.payload, add_job.run_at)
  on conflict on constraint jobs_kind_key_key do nothing;
end
$$;

CREATE FUNCTION private.add_periodic_job(kind text, period interval, delay interval) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  ends_at constant timestamptz := date_bin(period, clock_timestamp(), 'epoch') + period;
  of_period constant text := to_char(ends_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI"Z"');
begin
  -- Mostly it is there: then nothing is written, and nobody waits for whoever writes it now.
  if not exists (
    select from public.jobs as j where j.kind = add_periodic_job.kind and j.key = of_period
  ) then
    perform private.add_job(add_periodic_job.kind, of_period, run_at => ends_at + delay);
  end if;
end
$$;

CREATE FUNCTION private.add_tokens(before integer, more integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN CASE WHEN (more IS NULL) THEN before ELSE (LEAST(((COALESCE(before, 0))::bigint + more), (2147483647)::bigint))::integer END;

CREATE FUNCTION private.is_origin_pattern(pattern text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN (pattern ~ '^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]{1,5}|\*))?$'::text);

CREATE FUNCTION private.are_origin_patterns(patterns text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN (NOT (EXISTS (SELECT FROM unnest(are_origin_patterns.patterns) pattern(pattern) WHERE (NOT COALESCE(private.is_origin_pattern(pattern.pattern), false)))));

CREATE FUNCTION private.is_model_provider(id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN (id = ANY (ARRAY['openrouter'::text, 'groq'::text, 'cerebras'::text, 'deepseek'::text, 'qwen'::text, 'gemini'::text, 'anthropic'::text, 'openai'::text, 'openai-compatible'::text]));

CREATE FUNCTION private.is_model_id(id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN ((char_length(id) <= 200) AND private.is_model_provider(split_part(id, ':'::text, 1)) AND (substr(id, (strpos(id, ':'::text) + 1)) ~ '^[A-Za-z0-9][A-Za-z0-9._:/@-]*$'::text) AND (strpos(id, ':'::text) > 0));

CREATE FUNCTION private.is_model_selection(selection text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN ((selection = 'auto'::text) OR (starts_with(selection, 'auto:'::text) AND private.is_model_provider(substr(selection, 6))) OR private.is_model_id(selection));

CREATE TABLE public.sites (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    site_key text NOT NULL,
    name text NOT NULL,
    allowed_origins text[] DEFAULT '{}'::text[] NOT NULL,
    accent text,
    default_language public.language DEFAULT 'en'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    model text DEFAULT 'auto'::text NOT NULL,
    visitors_choose_model boolean DEFAULT false NOT NULL,
    max_tokens public.max_tokens DEFAULT 2048 NOT NULL,
    temperature public.temperature DEFAULT 0.8 NOT NULL,
    top_p public.top_p DEFAULT 1 NOT NULL,
    top_k public.top_k DEFAULT 0 NOT NULL,
    frequency_penalty public.frequency_penalty DEFAULT 0 NOT NULL,
    avatar_call_seconds integer DEFAULT 600,
    in_catalogue boolean DEFAULT false NOT NULL,
    CONSTRAINT sites_accent_check CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT sites_allowed_origins_check CHECK (private.are_origin_patterns(allowed_origins)),
    CONSTRAINT sites_avatar_call_seconds_check CHECK (((avatar_call_seconds >= 30) AND (avatar_call_seconds <= 7200))),
    CONSTRAINT sites_model_check CHECK (private.is_model_selection(model)),
    CONSTRAINT sites_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT sites_site_key_check CHECK ((site_key ~ '^[A-Za-z0-9_-]{1,64}$'::text))
);

COMMENT ON TABLE public.sites IS 'Where a widget is embedded: its public key, the pages that may use it, its looks. One that has visitors cannot be deleted; without allowed_origins it is out of service.';

COMMENT ON COLUMN public.sites.site_key IS 'What the site''s owner pastes into the script tag. Public, not a secret.';

COMMENT ON COLUMN public.sites.allowed_origins IS 'Pages that may embed the widget: https://example.com, https://*.example.com (every host below the domain) or http://localhost:* (any port).';

COMMENT ON COLUMN public.sites.accent IS 'Colour of buttons and links as #rrggbb; empty for the widget''s own.';

COMMENT ON COLUMN public.sites.default_language IS 'ru or en; chooses the character of a visitor whose language is unknown.';

COMMENT ON COLUMN public.sites.model IS 'Who answers: auto (the best there is), auto:<provider> (that one''s best three first) or a model''s id (that one first). The others stand behind it.';

COMMENT ON COLUMN public.sites.visitors_choose_model IS 'Whether visitors may choose another model for a chat or a message.';

COMMENT ON COLUMN public.sites.max_tokens IS 'Longest answer in tokens, 256 to 4096: as long as answers are where nobody says otherwise, and a cap for what a character, a chat or a request asks for.';

COMMENT ON COLUMN public.sites.temperature IS '0 to 2; higher is more surprising.';

COMMENT ON COLUMN public.sites.top_p IS '0 to 1; the share of likely words to choose from.';

COMMENT ON COLUMN public.sites.top_k IS '0 to 100 likeliest words to choose from; 0 is no limit.';

COMMENT ON COLUMN public.sites.frequency_penalty IS '0 to 2; higher repeats less.';

COMMENT ON COLUMN public.sites.avatar_call_seconds IS 'How long one call with a video face may last, 30 to 7200 seconds; empty for no video avatars on this site, only drawn ones.';

COMMENT ON COLUMN public.sites.in_catalogue IS 'Whether the site''s public characters are in the project''s catalogue, for visitors of its other sites and registered users, too. Otherwise only the site''s own visitors see them.';

CREATE FUNCTION private.admit_turn(turn jsonb, OUT refusal text, OUT site public.sites) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.admit_visitor(visitor_id uuid, is_anonymous boolean, site_key text, origin text, model text, OUT refusal text, OUT site public.sites) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.uuid_v7() RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  microseconds constant bigint := floor(extract(epoch from clock_timestamp()) * 1000000);
begin
  return (
    lpad(to_hex(microseconds / 1000), 12, '0')
    -- The version, and the fraction of the millisecond in 4096ths.
    || '7' || lpad(to_hex(microseconds % 1000 * 4096 / 1000), 3, '0')
    -- The variant and what is random, which are a version 4's.
    || substr(gen_random_uuid()::text, 20)
  )::uuid;
end
$$;

CREATE TABLE public.messages (
    id uuid DEFAULT private.uuid_v7() NOT NULL,
    chat_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    parent_id uuid,
    role text NOT NULL,
    status text DEFAULT 'complete'::text NOT NULL,
    content text DEFAULT ''::text NOT NULL,
    client_message_id uuid,
    stream_id uuid,
    channel public.channel DEFAULT 'text'::text NOT NULL,
    model text,
    provider text,
    finish_reason text,
    input_tokens integer,
    output_tokens integer,
    error_code text,
    stop_requested_at timestamp with time zone,
    lease_expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    heard_characters integer,
    last_sequence integer,
    CONSTRAINT messages_answer_has_stream CHECK (((stream_id IS NOT NULL) = ((role = 'assistant'::text) AND (parent_id IS NOT NULL)))),
    CONSTRAINT messages_completed_unless_streaming CHECK (((status = 'streaming'::text) = (completed_at IS NULL))),
    CONSTRAINT messages_failed_has_no_text CHECK (((status <> 'failed'::text) OR (content = ''::text))),
    CONSTRAINT messages_finish_reason_check CHECK ((finish_reason = ANY (ARRAY['stop'::text, 'length'::text, 'content_filter'::text, 'stopped'::text]))),
    CONSTRAINT messages_heard_characters_check CHECK ((heard_characters >= 0)),
    CONSTRAINT messages_heard_is_answer CHECK (((heard_characters IS NULL) OR (stream_id IS NOT NULL))),
    CONSTRAINT messages_interrupted_has_text CHECK (((status <> 'interrupted'::text) OR (content <> ''::text))),
    CONSTRAINT messages_lease_while_streaming CHECK (((status = 'streaming'::text) = (lease_expires_at IS NOT NULL))),
    CONSTRAINT messages_role_check CHECK ((role = ANY (ARRAY['user'::text, 'assistant'::text]))),
    CONSTRAINT messages_root_is_greeting CHECK (((parent_id IS NOT NULL) OR (role = 'assistant'::text))),
    CONSTRAINT messages_status_check CHECK ((status = ANY (ARRAY['streaming'::text, 'complete'::text, 'interrupted'::text, 'stopped'::text, 'failed'::text]))),
    CONSTRAINT messages_tokens_check CHECK (((input_tokens >= 0) AND (output_tokens >= 0))),
    CONSTRAINT messages_user_is_complete CHECK (((role = 'assistant'::text) OR ((status = 'complete'::text) AND (content <> ''::text) AND (client_message_id IS NOT NULL))))
);

COMMENT ON TABLE public.messages IS 'A tree per chat: the greeting is the root, an answer''s siblings are its variants. What people said; kept as long as the chat.';

COMMENT ON COLUMN public.messages.parent_id IS 'The message it follows; empty for the greeting.';

COMMENT ON COLUMN public.messages.role IS 'user (the visitor) or assistant (the character).';

COMMENT ON COLUMN public.messages.status IS 'streaming; complete; stopped by the visitor; interrupted (the text so far is kept); failed (there is no text).';

COMMENT ON COLUMN public.messages.content IS 'pii:content What was said, as Markdown. Kept as long as the chat.';

COMMENT ON COLUMN public.messages.client_message_id IS 'Made by the client once per turn: the same id twice is the same turn.';

COMMENT ON COLUMN public.messages.stream_id IS 'The answer''s stream, to resume or stop it.';

COMMENT ON COLUMN public.messages.input_tokens IS 'Of all streams of the answer together, as far as their providers told.';

COMMENT ON COLUMN public.messages.output_tokens IS 'Of all streams of the answer together, as far as their providers told.';

COMMENT ON COLUMN public.messages.error_code IS 'Why it failed or was interrupted, as in the wire''s table.';

COMMENT ON COLUMN public.messages.stop_requested_at IS 'When the visitor asked to stop.';

COMMENT ON COLUMN public.messages.lease_expires_at IS 'While streaming: when the answer counts as abandoned unless its server reports again. Moved on when little of it is left, not with each report: the row is a wide one.';

COMMENT ON COLUMN public.messages.heard_characters IS 'How many characters of the answer a voice had said when the visitor cut it, as the visitor''s browser tells, and no more than there are; null: heard to the end, or never spoken.';

COMMENT ON COLUMN public.messages.last_sequence IS 'The number of the last event of the answer''s stream, once it is over; a reader who comes back after the log is gone is told the rest from there.';

CREATE FUNCTION private.answer_to_continue(turn jsonb) RETURNS public.messages
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.answer_told_anew(answer public.messages, after_sequence integer) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.archive_orphan() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if not exists (select from auth.users where users.id = old.owner_id) then
    new.archived_at := coalesce(new.archived_at, now());
    new.visibility := 'private';
  end if;
  return new;
end
$$;

CREATE FUNCTION private.are_parameter_names(names text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN ((cardinality(names) <= 50) AND (NOT (EXISTS (SELECT FROM unnest(are_parameter_names.names) name(name) WHERE (NOT COALESCE((name.name ~ '^[A-Za-z0-9_.]{1,64}$'::text), false))))));

CREATE FUNCTION private.await_own_turn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if auth.uid() is not null then
    perform private.await_visitor(auth.uid());
    perform from public.profiles as p where p.id = auth.uid() for key share;
  end if;
  return null;
end
$$;

CREATE FUNCTION private.await_visitor(visitor_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform pg_advisory_xact_lock(hashtextextended(visitor_id::text, 0));
end
$$;

CREATE TABLE public.characters (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    site_id uuid NOT NULL,
    owner_id uuid,
    slug text NOT NULL,
    name text NOT NULL,
    tagline text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    greeting text NOT NULL,
    personality text NOT NULL,
    scenario text DEFAULT ''::text NOT NULL,
    example_dialogue text DEFAULT ''::text NOT NULL,
    facts text[] DEFAULT '{}'::text[] NOT NULL,
    language public.language NOT NULL,
    portrait text DEFAULT 'nora'::text NOT NULL,
    rating text DEFAULT 'sfw'::text NOT NULL,
    visibility text DEFAULT 'private'::text NOT NULL,
    response_length text DEFAULT 'medium'::text NOT NULL,
    max_tokens public.max_tokens,
    temperature public.temperature,
    top_p public.top_p,
    top_k public.top_k,
    frequency_penalty public.frequency_penalty,
    like_count integer DEFAULT 0 NOT NULL,
    chat_count integer DEFAULT 0 NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    model text,
    anam_avatar_id uuid,
    anam_voice_id uuid,
    archived_at timestamp with time zone,
    in_catalogue boolean DEFAULT false NOT NULL,
    CONSTRAINT characters_anam_voice_check CHECK (((anam_avatar_id IS NULL) = (anam_voice_id IS NULL))),
    CONSTRAINT characters_chat_count_check CHECK ((chat_count >= 0)),
    CONSTRAINT characters_description_check CHECK ((char_length(description) <= 2000)),
    CONSTRAINT characters_example_dialogue_check CHECK ((char_length(example_dialogue) <= 8000)),
    CONSTRAINT characters_facts_check CHECK (((cardinality(facts) <= 50) AND (array_position(facts, NULL::text) IS NULL))),
    CONSTRAINT characters_greeting_check CHECK (((char_length(greeting) <= 2000) AND (greeting ~ '\S'::text))),
    CONSTRAINT characters_like_count_check CHECK ((like_count >= 0)),
    CONSTRAINT characters_model_check CHECK (private.is_model_selection(model)),
    CONSTRAINT characters_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
    CONSTRAINT characters_personality_check CHECK (((char_length(personality) <= 12000) AND (personality ~ '\S'::text))),
    CONSTRAINT characters_portrait_check CHECK ((portrait ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT characters_rating_check CHECK ((rating = ANY (ARRAY['sfw'::text, 'moderate'::text, 'nsfw'::text]))),
    CONSTRAINT characters_response_length_check CHECK ((response_length = ANY (ARRAY['short'::text, 'medium'::text, 'long'::text, 'very_long'::text]))),
    CONSTRAINT characters_scenario_check CHECK ((char_length(scenario) <= 4000)),
    CONSTRAINT characters_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT characters_tagline_check CHECK ((char_length(tagline) <= 120)),
    CONSTRAINT characters_visibility_check CHECK ((visibility = ANY (ARRAY['private'::text, 'unlisted'::text, 'public'::text])))
);

COMMENT ON TABLE public.characters IS 'Who a visitor talks to. Visitors see the card; the prompt''s parts stay on the server. One that somebody has talked to cannot be deleted, only archived.';

COMMENT ON COLUMN public.characters.owner_id IS 'The user who made it; empty for the site''s own. When the user is erased, it is archived and made private: its texts stay, prompt and all, for the chats that others have begun with it, and whose they were does not. Their own chats and likes go with them.';

COMMENT ON COLUMN public.characters.slug IS 'Its name in addresses and attributes, e.g. eva.';

COMMENT ON COLUMN public.characters.tagline IS 'One line under the name, honest about being an AI.';

COMMENT ON COLUMN public.characters.greeting IS 'The first message of every chat, as Markdown.';

COMMENT ON COLUMN public.characters.personality IS 'Prompt: who it is, how it speaks, what it never does.';

COMMENT ON COLUMN public.characters.scenario IS 'Prompt: where and when the conversation takes place.';

COMMENT ON COLUMN public.characters.example_dialogue IS 'Prompt: a few exchanges in its voice.';

COMMENT ON COLUMN public.characters.facts IS 'Prompt: what it knows for certain, one sentence each, in its own first person.';

COMMENT ON COLUMN public.characters.language IS 'ru or en.';

COMMENT ON COLUMN public.characters.portrait IS 'Which drawing of the portrait family stands for it.';

COMMENT ON COLUMN public.characters.rating IS 'sfw, moderate or nsfw.';

COMMENT ON COLUMN public.characters.visibility IS 'public: in the list of its site, and in the project''s catalogue if the site is; unlisted: for those who know the slug; private: for its maker only.';

COMMENT ON COLUMN public.characters.response_length IS 'short, medium, long or very_long.';

COMMENT ON COLUMN public.characters.max_tokens IS 'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the site''s.';

COMMENT ON COLUMN public.characters.temperature IS '0 to 2; higher is more surprising; empty for the site''s.';

COMMENT ON COLUMN public.characters.top_p IS '0 to 1; the share of likely words to choose from; empty for the site''s.';

COMMENT ON COLUMN public.characters.top_k IS '0 to 100 likeliest words to choose from; 0 is no limit; empty for the site''s.';

COMMENT ON COLUMN public.characters.frequency_penalty IS '0 to 2; higher repeats less; empty for the site''s.';

COMMENT ON COLUMN public.characters.like_count IS 'Kept by triggers; writing it is refused.';

COMMENT ON COLUMN public.characters.chat_count IS 'Kept by triggers; writing it is refused.';

COMMENT ON COLUMN public.characters."position" IS 'Order in the catalogue; the first of a language is its default.';

COMMENT ON COLUMN public.characters.model IS 'Who answers, as for a site; empty for the site''s choice.';

COMMENT ON COLUMN public.characters.anam_avatar_id IS 'Its video face at Anam, from https://lab.anam.ai/avatars; empty for its drawn face only.';

COMMENT ON COLUMN public.characters.anam_voice_id IS 'The voice of its video face, from https://lab.anam.ai/voices; it has to speak the character''s language.';

COMMENT ON COLUMN public.characters.archived_at IS 'Since when it is out of service: it is in no list and begins no chat, also for those who know its slug; chats that were begun go on. Empty while it serves.';

COMMENT ON COLUMN public.characters.in_catalogue IS 'As its site has it: kept by triggers.';

CREATE FUNCTION private.begin_call(of_kind text, of_character public.characters, of_visitor_id uuid, of_chat_id uuid, max_seconds integer) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  begun_id uuid;
begin
  perform private.settle_calls(of_visitor_id);
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = 'taken_over'
  where c.visitor_id = of_visitor_id and c.kind = of_kind and c.ended_at is null;

  insert into public.calls (kind, site_id, character_id, visitor_id, chat_id, ends_at)
  values (
    of_kind, of_character.site_id, of_character.id, of_visitor_id, of_chat_id,
    clock_timestamp() + make_interval(secs => max_seconds)
  )
  returning id into begun_id;
  return begun_id;
end
$$;

CREATE FUNCTION private.begin_usage() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  insert into public.usage_events (site_id, visitor_id, chat_id, message_id, stream_id)
  select c.site_id, new.visitor_id, new.chat_id, new.id, new.stream_id
  from public.chats as c
  where c.id = new.chat_id;
  return null;
end
$$;

CREATE FUNCTION private.call_lease() RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN '00:00:10'::interval;

CREATE FUNCTION private.call_maintenance() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
  project_url text;
  secret_key text;
begin
  if not private.has_due_jobs()
    or to_regnamespace('net') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return;
  end if;
  execute $query$
    select
      max(s.decrypted_secret) filter (where s.name = 'project_url'),
      max(s.decrypted_secret) filter (where s.name = 'secret_key')
    from vault.decrypted_secrets as s
  $query$ into project_url, secret_key;
  if project_url is null or secret_key is null then
    return;
  end if;
  execute 'select net.http_post(url => $1, headers => $2)' using
    project_url || '/functions/v1/maintenance',
    jsonb_build_object('content-type', 'application/json', 'apikey', secret_key);
end
$_$;

CREATE FUNCTION private.character_card(c public.characters) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    RETURN jsonb_build_object('id', (c).id, 'slug', (c).slug, 'name', (c).name, 'tagline', (c).tagline, 'description', (c).description, 'greeting', (c).greeting, 'language', (c).language, 'portrait', (c).portrait);

CREATE FUNCTION private.character_context(c public.characters) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE TABLE public.chats (
    id uuid DEFAULT private.uuid_v7() NOT NULL,
    site_id uuid NOT NULL,
    character_id uuid NOT NULL,
    visitor_id uuid NOT NULL,
    title text,
    channel public.channel DEFAULT 'text'::text NOT NULL,
    active_leaf_id uuid NOT NULL,
    message_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    model text,
    max_tokens public.max_tokens,
    temperature public.temperature,
    top_p public.top_p,
    top_k public.top_k,
    frequency_penalty public.frequency_penalty,
    CONSTRAINT chats_message_count_check CHECK ((message_count >= 0)),
    CONSTRAINT chats_model_check CHECK (private.is_model_selection(model)),
    CONSTRAINT chats_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200)))
);

COMMENT ON TABLE public.chats IS 'A visitor''s conversation with a character, over whichever channels. Kept until the visitor deletes it or is erased.';

COMMENT ON COLUMN public.chats.title IS 'pii:content The visitor''s own name for it. Kept as long as the chat.';

COMMENT ON COLUMN public.chats.channel IS 'Where it began: text, avatar, voice, phone or api.';

COMMENT ON COLUMN public.chats.active_leaf_id IS 'The last message of the branch that is shown; the shown branch is the way from it to the root.';

COMMENT ON COLUMN public.chats.message_count IS 'Kept by triggers; writing it is refused.';

COMMENT ON COLUMN public.chats.updated_at IS 'When the last turn began.';

COMMENT ON COLUMN public.chats.model IS 'The visitor''s choice, as for a site; empty for the character''s. Only counts where the site lets visitors choose.';

COMMENT ON COLUMN public.chats.max_tokens IS 'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the character''s.';

COMMENT ON COLUMN public.chats.temperature IS '0 to 2; higher is more surprising; empty for the character''s.';

COMMENT ON COLUMN public.chats.top_p IS '0 to 1; the share of likely words to choose from; empty for the character''s.';

COMMENT ON COLUMN public.chats.top_k IS '0 to 100 likeliest words to choose from; 0 is no limit; empty for the character''s.';

COMMENT ON COLUMN public.chats.frequency_penalty IS '0 to 2; higher repeats less; empty for the character''s.';

CREATE FUNCTION private.character_of_chat(of_site public.sites, of_chat public.chats, by_slug text, preferred_language text) RETURNS public.characters
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.chat_of_turn(turn jsonb) RETURNS public.chats
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.choose_character(of_site_id uuid, by_slug text, preferred_language text) RETURNS SETOF public.characters
    LANGUAGE plpgsql STABLE ROWS 1
    SET search_path TO ''
    AS $$
begin
  if by_slug is not null then
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.slug = by_slug and c.visibility <> 'private'
        and c.archived_at is null;
  else
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.visibility = 'public' and c.archived_at is null
      order by c.language = preferred_language desc, c.position, c.slug
      limit 1;
  end if;
end
$$;

CREATE FUNCTION private.close_stream_log(of_stream_id uuid, last_events jsonb) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.count_chats() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if tg_op = 'INSERT' then
    update public.characters set chat_count = least(chat_count, 2147483646) + 1 where id = new.character_id;
  else
    update public.characters set chat_count = greatest(chat_count - 1, 0) where id = old.character_id;
  end if;
  return null;
end
$$;

CREATE FUNCTION private.count_likes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if tg_op = 'INSERT' then
    update public.characters set like_count = least(like_count, 2147483646) + 1 where id = new.character_id;
  else
    update public.characters set like_count = greatest(like_count - 1, 0) where id = old.character_id;
  end if;
  return null;
end
$$;

CREATE FUNCTION private.count_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  of_chat record;
begin
  for of_chat in
    select changed.chat_id, count(*)::integer as messages
    from changed
    group by changed.chat_id
    order by changed.chat_id
  loop
    -- Never out of its limits: a counter that is wrong refuses nothing.
    update public.chats
    set message_count = case tg_op
      when 'INSERT' then least(chats.message_count, 2147483647 - of_chat.messages) + of_chat.messages
      else greatest(chats.message_count - of_chat.messages, 0)
    end
    where chats.id = of_chat.chat_id;
  end loop;
  return null;
end
$$;

CREATE FUNCTION private.delete_subtrees() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    SET jit TO 'off'
    AS $$
declare
  chat_ids uuid[];
  removed_ids uuid[];
  gone jsonb;
  below record;
  moved uuid[];
begin
  if pg_trigger_depth() > 1 then
    return null; -- The whole chat goes, or this very function removes the descendants.
  end if;
  select
    array_agg(distinct removed.chat_id), array_agg(removed.id),
    jsonb_object_agg(removed.id, removed.parent_id)
  into chat_ids, removed_ids, gone
  from removed;
  if removed_ids is null then
    return null;
  end if;

  below := private.descendants_of(removed_ids, gone);
  moved := private.move_leaves(chat_ids, below.parents);
  if below.ids is not null then
    delete from public.messages where messages.id = any (below.ids);
  end if;
  -- From there the newest branch is shown that is left, such as the other variant of an answer.
  update public.chats
  set active_leaf_id = private.newest_leaf(chats.active_leaf_id)
  where chats.id = any (moved);
  return null;
end
$$;

CREATE FUNCTION private.descendants_of(removed_ids uuid[], removed_parents jsonb, OUT ids uuid[], OUT parents jsonb) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  with recursive below as (
    select child.id, child.parent_id
    from unnest(removed_ids) as parent (id)
    -- Offset: one look into the index for each message, never a join with the table.
    cross join lateral (
      select m.id, m.parent_id from public.messages as m where m.parent_id = parent.id offset 0
    ) as child
    union
    select child.id, child.parent_id
    from below
    cross join lateral (
      select m.id, m.parent_id from public.messages as m where m.parent_id = below.id offset 0
    ) as child
  )
  select array_agg(below.id), removed_parents || coalesce(jsonb_object_agg(below.id, below.parent_id), '{}')
  into ids, parents
  from below;
end
$$;

CREATE FUNCTION private.end_event(answer public.messages) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.end_stream_log(answer public.messages, last_events jsonb) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.ended_as(status text, said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN CASE WHEN (status <> ALL (ARRAY['interrupted'::text, 'failed'::text])) THEN status WHEN (said = ''::text) THEN 'failed'::text ELSE 'interrupted'::text END;

CREATE FUNCTION private.erase_unused_visitors(max_visitors integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  visitor record;
  erased integer := 0;
begin
  for visitor in
    select u.id
    from auth.users as u
    left join public.profiles as p on p.id = u.id
    where u.is_anonymous
      and coalesce(p.last_seen_at, u.created_at) <= now() - interval '30 days'
      and (u.banned_until is null or u.banned_until <= now())
      and not exists (select from public.chats as c where c.visitor_id = u.id)
    limit max_visitors
  loop
    if pg_try_advisory_xact_lock(hashtextextended(visitor.id::text, 0)) then
      delete from auth.users as u
      where u.id = visitor.id
        and not exists (select from public.chats as c where c.visitor_id = u.id);
      erased := erased + found::integer;
    end if;
  end loop;
  if exists (select from auth.users as u where u.is_anonymous) then
    perform private.schedule_erasing();
  end if;
  return erased;
end
$$;

CREATE FUNCTION private.model_problem_in_words(problem text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN CASE problem WHEN 'key_refused'::text THEN 'Refuses the key: check that it is right, and bound to the region and project that are asked.'::text WHEN 'no_credit'::text THEN 'Wants to be paid: there is no credit left, or the account''s quota is used up.'::text WHEN 'account_refused'::text THEN 'Refuses the account: check the key and its credit.'::text WHEN 'limited'::text THEN 'Allows no more requests for now: raise the limit, or let others share the load.'::text WHEN 'unknown_model'::text THEN 'Knows no such model: check its name, or note when it was retired. If no model is known, the base URL lacks /v1.'::text WHEN 'wrong_address'::text THEN 'Has nothing that answers chats at this address: the base URL lacks /v1, or leads to a website, a login or a proxy.'::text WHEN 'server_error'::text THEN 'Answers with errors of its own: see the provider''s status page.'::text WHEN 'unreachable'::text THEN 'Cannot be reached: check the base URL, and name resolution, TLS, proxy and firewall on the way.'::text WHEN 'silent'::text THEN 'Takes requests and says nothing in time: it is overloaded, or still loading.'::text WHEN 'stalled'::text THEN 'Falls silent in the midst of its answers.'::text WHEN 'thinks_too_long'::text THEN 'Thinks for too long: ask it for less in thinking_parameters, or raise MODEL_THINKING_MS.'::text WHEN 'json_instead_of_stream'::text THEN 'Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1.'::text WHEN 'page_instead_of_stream'::text THEN 'Answers with a web page instead of a stream: the base URL leads to a website, a login or a proxy.'::text WHEN 'words_instead_of_stream'::text THEN 'Answers with a line of text instead of a stream: the base URL lacks /v1, or is that of something else.'::text WHEN 'nothing_instead_of_stream'::text THEN 'Answers with nothing at all: something between here and the model swallows the body.'::text WHEN 'unreadable'::text THEN 'Sends chunks that nobody can read: is it an OpenAI-compatible server?'::text WHEN 'error_in_stream'::text THEN 'Reports an error within its answers.'::text WHEN 'cut_off'::text THEN 'Its answers stop without an end: something between here and the model may cut connections.'::text WHEN 'no_text'::text THEN 'Ends its answers without a word of text.'::text WHEN 'by_hand'::text THEN 'Left alone by an operator.'::text ELSE (('Fails: '::text || replace(problem, '_'::text, ' '::text)) || '.'::text) END;

CREATE TABLE public.model_health (
    subject text NOT NULL,
    cooldown_until timestamp with time zone NOT NULL,
    cooldown_ms integer NOT NULL,
    failure_count integer DEFAULT 1 NOT NULL,
    code text NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    probe_until timestamp with time zone,
    last_problem text,
    in_words text GENERATED ALWAYS AS (private.model_problem_in_words(last_problem)) STORED,
    CONSTRAINT model_health_code_check CHECK ((code ~ '^[a-z0-9_]{1,64}$'::text)),
    CONSTRAINT model_health_cooldown_ms_check CHECK (((cooldown_ms >= 0) AND (cooldown_ms <= 86400000))),
    CONSTRAINT model_health_failure_count_check CHECK ((failure_count >= 1)),
    CONSTRAINT model_health_last_problem_check CHECK ((last_problem ~ '^[a-z0-9_]{1,64}$'::text)),
    CONSTRAINT model_health_subject_check CHECK ((private.is_model_provider(subject) OR private.is_model_id(subject)))
);

COMMENT ON TABLE public.model_health IS 'Models and providers that failed and have not answered since. Kept by the functions; deleting a row lets them ask again at once.';

COMMENT ON COLUMN public.model_health.subject IS 'A model''s id, or a provider''s for all of its models.';

COMMENT ON COLUMN public.model_health.cooldown_until IS 'Until then it is left alone; afterwards one request may try it.';

COMMENT ON COLUMN public.model_health.cooldown_ms IS 'How long the latest cooldown is, in milliseconds; the next one is twice as long, up to what such a failure is left alone for at most.';

COMMENT ON COLUMN public.model_health.failure_count IS 'Failures since it last answered.';

COMMENT ON COLUMN public.model_health.code IS 'What the latest failure was; never a provider''s words.';

COMMENT ON COLUMN public.model_health.failed_at IS 'When it failed last.';

COMMENT ON COLUMN public.model_health.probe_until IS 'While in the future: some request is trying it, and the others wait.';

COMMENT ON COLUMN public.model_health.last_problem IS 'What is wrong with it, as a code: the latest failure as whoever operates it may want to mend it.';

COMMENT ON COLUMN public.model_health.in_words IS 'The same in words, with what to do about it.';

CREATE FUNCTION private.failing_entry(h public.model_health) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  return jsonb_build_object(
    'subject', h.subject,
    'coolingDownMs', private.milliseconds_until(h.cooldown_until),
    'cooldownMs', h.cooldown_ms,
    'problem', h.last_problem,
    'inWords', h.in_words
  );
end
$$;

CREATE FUNCTION private.find_same_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.first_answer(user_message_id uuid) RETURNS public.messages
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.follow_site_into_catalogue() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  select sites.in_catalogue into new.in_catalogue
  from public.sites
  where sites.id = new.site_id
  for share;
  -- A site that does not exist is refused by the foreign key.
  new.in_catalogue := coalesce(new.in_catalogue, false);
  return new;
end
$$;

CREATE FUNCTION private.guard_character_counts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if tg_op = 'INSERT' then
    new.like_count := 0;
    new.chat_count := 0;
    return new;
  end if;
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'like_count and chat_count are kept by triggers'
    using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION private.guard_greeting() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if exists (select from public.chats where id = old.chat_id) then
    raise exception 'the greeting stays as long as its chat' using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

CREATE FUNCTION private.guard_message_count() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if tg_op = 'INSERT' then
    new.message_count := 0;
    return new;
  end if;
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'message_count is kept by triggers' using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION private.has_due_jobs() RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  return exists (
    select
    from public.jobs as j
    where j.failed_at is null
      and j.run_at <= clock_timestamp()
      and (j.locked_until is null or j.locked_until <= clock_timestamp())
  );
end
$$;

CREATE FUNCTION private.hold_characters_of_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from public.profiles as p where p.id = old.id for update;
  perform
  from public.characters as c
  where c.owner_id = old.id
    or c.id in (select l.character_id from public.character_likes as l where l.user_id = old.id)
    or c.id in (select t.character_id from public.chats as t where t.visitor_id = old.id)
  order by c.id
  for no key update;
  return old;
end
$$;

CREATE FUNCTION private.hold_conversation(of_answer_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform
  from public.messages as m
  join public.profiles as p on p.id = m.visitor_id
  join public.chats as c on c.id = m.chat_id
  where m.id = of_answer_id
  for key share of p, c;
end
$$;

CREATE FUNCTION private.hold_owner_of_usage(of_stream_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform
  from public.usage_events as u
  join public.profiles as p on p.id = u.visitor_id
  where u.stream_id = of_stream_id
  for key share of p;
  perform
  from public.usage_events as u
  join public.chats as c on c.id = u.chat_id
  where u.stream_id = of_stream_id
  for key share of c;
end
$$;

CREATE TABLE public.profiles (
    id uuid NOT NULL,
    site_id uuid,
    display_name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 80)))
);

COMMENT ON TABLE public.profiles IS 'A visitor, made with the first turn. Erased with the user of Auth it belongs to, and so are the visitor''s chats.';

COMMENT ON COLUMN public.profiles.site_id IS 'The site of an anonymous visitor''s first turn, the only one that visitor may talk on; empty for registered users.';

COMMENT ON COLUMN public.profiles.display_name IS 'pii:name How the visitor wants to be called. Kept until the user is erased.';

COMMENT ON COLUMN public.profiles.last_seen_at IS 'When the visitor last began a turn or a call, to a day: it is written once in 24 hours.';

CREATE FUNCTION private.hold_profile(visitor_id uuid, of_site_id uuid) RETURNS public.profiles
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.hold_streams(reported uuid[], OUT held uuid[], OUT running uuid[], OUT due uuid[], OUT stopping uuid[]) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.hold_unended(of_stream_id uuid) RETURNS public.messages
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.is_another_turn(turn jsonb, of_site public.sites, of_chat public.chats, known public.messages) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.stream_lease_margin() RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN '00:00:02.6'::interval;

CREATE FUNCTION private.is_lease_due(lease_expires_at timestamp with time zone, at timestamp with time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN (lease_expires_at < (at + private.stream_lease_margin()));

CREATE FUNCTION private.is_origin_allowed(origin text, patterns text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN (EXISTS (SELECT FROM unnest(is_origin_allowed.patterns) pattern(pattern) WHERE ((is_origin_allowed.origin = pattern.pattern) OR ((strpos(pattern.pattern, '*'::text) > 0) AND (is_origin_allowed.origin ~ (('^'::text || replace(replace(replace(pattern.pattern, '.'::text, '\.'::text), '://*\.'::text, '://([a-z0-9-]+\.)+'::text), ':*'::text, '(:[0-9]{1,5})?'::text)) || '$'::text))))));

CREATE FUNCTION private.keep_character_with_chats() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if exists (select from public.chats where chats.character_id = old.id) then
    raise exception
      'The character % has conversations, which would be lost: set its archived_at instead of '
      'deleting it', old.slug
      using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

CREATE FUNCTION private.keep_site_with_visitors() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if exists (select from public.chats where chats.site_id = old.id)
    or exists (select from public.profiles where profiles.site_id = old.id)
  then
    raise exception
      'The site % has visitors, whose conversations would be lost: empty its allowed_origins instead '
      'of deleting it, and no page can use it', old.site_key
      using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

CREATE FUNCTION private.last_hundred(times integer[]) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN (times)[GREATEST((cardinality(times) - 99), 1):];

CREATE FUNCTION private.lock_model_health(subjects text[]) RETURNS SETOF public.model_health
    LANGUAGE sql
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT h.subject,
     h.cooldown_until,
     h.cooldown_ms,
     h.failure_count,
     h.code,
     h.failed_at,
     h.probe_until,
     h.last_problem,
     h.in_words
    FROM public.model_health h
   WHERE (h.subject = ANY (lock_model_health.subjects))
   ORDER BY h.subject
  FOR UPDATE OF h;
END;

CREATE FUNCTION private.logged_answer(of_stream_id uuid, OUT said text, OUT last_stored integer) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.logged_events(of_stream_id uuid, after_sequence integer) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.may_go_on(status text, finish_reason text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN ((status = ANY (ARRAY['interrupted'::text, 'stopped'::text, 'failed'::text])) OR ((status = 'complete'::text) AND COALESCE((finish_reason = 'length'::text), false)));

CREATE FUNCTION private.may_yet_end(status text, error_code text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN ((status = 'streaming'::text) OR ((status = ANY (ARRAY['interrupted'::text, 'failed'::text])) AND COALESCE((error_code = 'stream_interrupted'::text), false)));

CREATE FUNCTION private.milliseconds_until(moment timestamp with time zone) RETURNS integer
    LANGUAGE sql
    SET search_path TO ''
    RETURN (LEAST(GREATEST((0)::numeric, ceil((EXTRACT(epoch FROM (moment - clock_timestamp())) * (1000)::numeric))), (2147483647)::numeric))::integer;

CREATE TABLE public.models (
    id text NOT NULL,
    provider_id text NOT NULL,
    name text NOT NULL,
    label text NOT NULL,
    quality integer NOT NULL,
    price text NOT NULL,
    context_tokens integer NOT NULL,
    takes_temperature boolean DEFAULT true NOT NULL,
    takes_top_p boolean DEFAULT true NOT NULL,
    takes_top_k boolean DEFAULT false NOT NULL,
    takes_frequency_penalty boolean DEFAULT false NOT NULL,
    has_system_role boolean DEFAULT true NOT NULL,
    must_alternate boolean DEFAULT false NOT NULL,
    max_tokens_parameter text DEFAULT 'max_tokens'::text NOT NULL,
    thinking_parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    rejected_parameters text[] DEFAULT '{}'::text[] NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    retired_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT models_context_tokens_check CHECK (((context_tokens >= 1024) AND (context_tokens <= 100000000))),
    CONSTRAINT models_id_check CHECK (((id = ((provider_id || ':'::text) || name)) AND private.is_model_id(id))),
    CONSTRAINT models_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 120))),
    CONSTRAINT models_max_tokens_parameter_check CHECK ((max_tokens_parameter = ANY (ARRAY['max_tokens'::text, 'max_completion_tokens'::text]))),
    CONSTRAINT models_price_check CHECK ((price = ANY (ARRAY['free'::text, 'paid'::text]))),
    CONSTRAINT models_quality_check CHECK (((quality >= 1) AND (quality <= 10))),
    CONSTRAINT models_rejected_parameters_check CHECK (private.are_parameter_names(rejected_parameters)),
    CONSTRAINT models_thinking_parameters_check CHECK (((jsonb_typeof(thinking_parameters) = 'object'::text) AND (NOT (thinking_parameters ?| ARRAY['model'::text, 'messages'::text, 'stream'::text, 'stream_options'::text]))))
);

COMMENT ON TABLE public.models IS 'The models that can answer, and what each of them takes. Read by the functions within seconds.';

COMMENT ON COLUMN public.models.id IS 'provider_id and name with a colon between: groq:openai/gpt-oss-120b. Sites, characters and chats choose a model by it.';

COMMENT ON COLUMN public.models.provider_id IS 'Who serves it.';

COMMENT ON COLUMN public.models.name IS 'Its name exactly as the provider spells it in requests.';

COMMENT ON COLUMN public.models.label IS 'How visitors read it.';

COMMENT ON COLUMN public.models.quality IS '1 to 10, your own judgement: the best ones are asked first.';

COMMENT ON COLUMN public.models.price IS 'free (its provider lets you use it without paying, within limits) or paid; of equally good models the free ones are asked first.';

COMMENT ON COLUMN public.models.context_tokens IS 'How many tokens instructions, messages and answer may have together.';

COMMENT ON COLUMN public.models.takes_temperature IS 'Whether requests may have a temperature.';

COMMENT ON COLUMN public.models.takes_top_p IS 'Whether requests may have a top_p.';

COMMENT ON COLUMN public.models.takes_top_k IS 'Whether requests may have a top_k.';

COMMENT ON COLUMN public.models.takes_frequency_penalty IS 'Whether requests may have a frequency_penalty.';

COMMENT ON COLUMN public.models.has_system_role IS 'Off: the instructions are put into the visitor''s first message.';

COMMENT ON COLUMN public.models.must_alternate IS 'On: neighbouring messages of the same role are put together, since it refuses them.';

COMMENT ON COLUMN public.models.max_tokens_parameter IS 'How the limit of an answer''s length is called: max_tokens or max_completion_tokens.';

COMMENT ON COLUMN public.models.thinking_parameters IS 'Fields added to each request, as the provider names them, so that it thinks little or not at all: {"thinking": {"type": "disabled"}}.';

COMMENT ON COLUMN public.models.rejected_parameters IS 'Fields it has refused; they are not sent to it any more. Filled by the functions, emptied by you.';

COMMENT ON COLUMN public.models.enabled IS 'Off: it is not asked.';

COMMENT ON COLUMN public.models.retired_at IS 'When its provider switches it off; from then on it is not asked. Empty for most.';

COMMENT ON COLUMN public.models.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.models.updated_at IS 'Kept by a trigger.';

CREATE FUNCTION private.model_entry(m public.models) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return jsonb_build_object(
    'id', m.id,
    'provider', m.provider_id,
    'name', m.name,
    'label', m.label,
    'quality', m.quality,
    'price', m.price,
    'contextTokens', m.context_tokens,
    'takes', jsonb_build_object(
      'temperature', m.takes_temperature,
      'topP', m.takes_top_p,
      'topK', m.takes_top_k,
      'frequencyPenalty', m.takes_frequency_penalty
    ),
    'hasSystemRole', m.has_system_role,
    'mustAlternate', m.must_alternate,
    'maxTokensParameter', m.max_tokens_parameter,
    'thinkingParameters', m.thinking_parameters,
    'rejectedParameters', to_jsonb(m.rejected_parameters)
  );
end
$$;

CREATE FUNCTION private.most_job_attempts() RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN 5;

CREATE FUNCTION private.move_leaves(chat_ids uuid[], gone jsonb) RETURNS uuid[]
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  chat record;
  leaf_id uuid;
  moved uuid[] := '{}';
begin
  for chat in
    select chats.id, chats.active_leaf_id
    from public.chats
    where chats.id = any (chat_ids) and gone ? chats.active_leaf_id::text
  loop
    leaf_id := chat.active_leaf_id;
    while gone ? leaf_id::text loop
      leaf_id := (gone ->> leaf_id::text)::uuid;
    end loop;
    update public.chats set active_leaf_id = leaf_id where chats.id = chat.id;
    moved := moved || chat.id;
  end loop;
  return moved;
end
$$;

CREATE FUNCTION private.newest_leaf(message_id uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return (
    with recursive way as (
      select newest_leaf.message_id as id, 0 as depth
      union all
      select child.id, way.depth + 1
      from way
      cross join lateral (
        select m.id
        from public.messages as m
        where m.parent_id = way.id
        order by m.created_at desc, m.id desc
        limit 1
      ) as child
    )
    select way.id from way order by way.depth desc limit 1
  );
end
$$;

CREATE FUNCTION private.next_cooldown_ms(last_ms integer, asked_ms integer, longest_ms integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN (GREATEST(LEAST(((2)::bigint * last_ms), (longest_ms)::bigint), (asked_ms)::bigint))::integer;

CREATE FUNCTION private.place_of_new_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.place_of_turn(turn jsonb, of_site public.sites, of_chat public.chats) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.publish_characters() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  update public.characters
  set in_catalogue = new.in_catalogue
  where characters.site_id = new.id;
  return null;
end
$$;

CREATE FUNCTION private.read_history(last_message_id uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.record_abandoned(of_stream_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.usage_events as u
  set outcome = 'abandoned'
  where u.stream_id = of_stream_id and u.outcome is null;
end
$$;

CREATE FUNCTION private.record_attempts(of_stream_id uuid, attempts jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  begun public.usage_events;
begin
  delete from public.usage_events as u
  where u.stream_id = of_stream_id and (u.outcome is null or u.outcome = 'abandoned')
  returning u.* into begun;
  if not found then
    return;
  end if;
  insert into public.usage_events (
    occurred_at, site_id, visitor_id, chat_id, message_id, stream_id, attempt, model, provider, outcome,
    input_tokens, output_tokens, first_text_ms, total_ms
  )
  select
    begun.occurred_at + make_interval(secs => coalesce(told."startedMs", 0) / 1000.0),
    begun.site_id, begun.visitor_id, begun.chat_id, begun.message_id, begun.stream_id, told.attempt,
    told.model, told.provider, told.outcome,
    told."inputTokens", told."outputTokens", told."firstTextMs", told."totalMs"
  from jsonb_to_recordset(
    case attempts when '[]' then '[{"attempt": 1, "outcome": "not_asked"}]' else attempts end
  ) as told (
    attempt integer, model text, provider text, outcome text, "startedMs" integer,
    "inputTokens" integer, "outputTokens" integer, "firstTextMs" integer, "totalMs" integer
  );
end
$$;

CREATE FUNCTION private.refusal_of_site(site public.sites, origin text, model text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when site.id is null then 'site_not_found'
    when private.is_origin_allowed(origin, site.allowed_origins) is not true then 'origin_not_allowed'
    when model is not null and not site.visitors_choose_model then 'model_not_allowed'
  end;
end
$$;

CREATE FUNCTION private.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  raise exception '% cannot be changed', tg_argv[0] using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION private.restart_stream(answer_id uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.retold_answer(answer public.messages, after_sequence integer) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.running_stream(of_chat_id uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.schedule_erasing() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform private.add_periodic_job('erase_unused_visitors', '1 day', '0');
end
$$;

CREATE FUNCTION private.schedule_pruning() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform private.add_periodic_job('prune_stream_chunks', '5 minutes', '1 hour');
end
$$;

CREATE FUNCTION private.settings_context(s public.sites, t public.chats, c public.characters) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.settle_abandoned(answer_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.settle_calls(of_visitor_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.calls as c
  set
    ended_at = least(c.last_seen_at + private.call_lease(), c.ends_at),
    end_reason = case
      when c.ends_at <= c.last_seen_at + private.call_lease() then 'time_limit' else 'lost'
    end
  where c.visitor_id = of_visitor_id
    and c.ended_at is null
    and least(c.last_seen_at + private.call_lease(), c.ends_at) <= clock_timestamp();
end
$$;

CREATE FUNCTION private.settle_if_abandoned(answer public.messages) RETURNS public.messages
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if answer.lease_expires_at <= clock_timestamp() then
    perform private.settle_abandoned(answer.id);
    select m.* into answer from public.messages as m where m.id = answer.id;
  end if;
  return answer;
end
$$;

CREATE FUNCTION private.show_answer(of_chat_id uuid, answer_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.chats as c
  set active_leaf_id = answer_id, updated_at = clock_timestamp()
  where c.id = of_chat_id;
end
$$;

CREATE FUNCTION private.slow_after_ms(times integer[]) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO ''
    RETURN (SELECT CASE WHEN (count(*) >= 20) THEN percentile_disc((0.9)::double precision) WITHIN GROUP (ORDER BY time_ms.time_ms) ELSE NULL::integer END AS "case" FROM unnest(slow_after_ms.times) time_ms(time_ms));

CREATE FUNCTION private.store_chunks(chunks jsonb, of_streams uuid[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.stream_lease() RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    RETURN '00:00:05.75'::interval;

CREATE FUNCTION private.told_of_streams(reported uuid[], held uuid[], stopping uuid[]) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  new.updated_at := now();
  return new;
end
$$;

CREATE FUNCTION private.turn_context(turn jsonb, outcome text, of_site public.sites, of_chat public.chats, of_character public.characters, answer public.messages) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.write_messages(turn jsonb, of_chat public.chats, greeting_id uuid, greeting text, user_message_id uuid, answer public.messages) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION private.write_turn(turn jsonb, of_character public.characters, INOUT chat public.chats, INOUT answer public.messages) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION public.append_stream_chunks(chunks jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.append_stream_chunks(chunks jsonb) IS 'Stores events of any number of streams and extends their leases when that is due; returns the streams to stop, and those skipped, whose events are to be sent again.';

CREATE FUNCTION public.begin_avatar_call(visitor_id uuid, is_anonymous boolean, site_key text, origin text, chat_id uuid DEFAULT NULL::uuid, character_slug text DEFAULT NULL::text, language text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  admitted record;
  site public.sites;
  chat public.chats;
  character public.characters;
begin
  admitted := private.admit_visitor(visitor_id, is_anonymous, site_key, origin, null);
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;
  site := admitted.site;
  if begin_avatar_call.chat_id is not null then
    select c.* into chat
    from public.chats as c
    where c.id = begin_avatar_call.chat_id
      and c.visitor_id = begin_avatar_call.visitor_id
      and c.site_id = site.id;
    if not found then
      return jsonb_build_object('outcome', 'chat_not_found');
    end if;
  end if;
  character := private.character_of_chat(site, chat, character_slug, language);
  if character.id is null then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;
  if character.anam_avatar_id is null or site.avatar_call_seconds is null then
    return jsonb_build_object('outcome', 'no_avatar');
  end if;
  return jsonb_build_object(
    'outcome', 'begun',
    'callId', private.begin_call('avatar', character, visitor_id, chat_id, site.avatar_call_seconds),
    'maxSeconds', site.avatar_call_seconds,
    'name', character.name,
    'language', character.language,
    'avatarId', character.anam_avatar_id,
    'voiceId', character.anam_voice_id
  );
end
$$;

COMMENT ON FUNCTION public.begin_avatar_call(visitor_id uuid, is_anonymous boolean, site_key text, origin text, chat_id uuid, character_slug text, language text) IS 'Begins the visitor''s one call with a video face, in place of another one; or says why not.';

CREATE FUNCTION public.begin_turn(turn jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.begin_turn(turn jsonb) IS 'All of a turn''s preparation in one call: checks, the visitor''s message, the answer to stream into, the context, and who is to answer. The same clientMessageId is the same turn. `turn`: visitorId, isAnonymous, siteKey, origin, clientMessageId and channel, and as it needs them content, chatId, characterSlug, language, regenerateMessageId and model.';

CREATE FUNCTION public.continue_turn(turn jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.continue_turn(turn jsonb) IS 'Lets an answer that broke off, was stopped or grew too long go on in a new stream; one that streams or is complete is attached to. `turn`: visitorId, isAnonymous, siteKey, origin, chatId, continueMessageId and channel, and model where one is chosen.';

CREATE FUNCTION public.end_call(call_id uuid, visitor_id uuid, reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform private.settle_calls(end_call.visitor_id);
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = reason
  where c.id = call_id and c.visitor_id = end_call.visitor_id and c.ended_at is null;
end
$$;

COMMENT ON FUNCTION public.end_call(call_id uuid, visitor_id uuid, reason text) IS 'Ends a call, for left or failed; one that is over, or somebody else''s, stays as it is.';

CREATE FUNCTION public.erase_unused_visitors(max_visitors integer DEFAULT 500) RETURNS integer
    LANGUAGE sql
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT private.erase_unused_visitors(max_visitors) AS erase_unused_visitors;
END;

COMMENT ON FUNCTION public.erase_unused_visitors(max_visitors integer) IS 'Erases anonymous visitors without a chat who have not been here for 30 days, so many at most; returns how many.';

CREATE FUNCTION public.fail_job(job_id bigint, attempt integer, code text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.jobs as j
  set
    locked_until = null,
    last_error = code,
    run_at = clock_timestamp() + interval '1 minute' * 4 ^ (attempt - 1),
    failed_at = case when attempt >= private.most_job_attempts() then clock_timestamp() end
  -- Not when somebody else has it by now.
  where j.id = job_id and j.attempts = attempt;
end
$$;

COMMENT ON FUNCTION public.fail_job(job_id bigint, attempt integer, code text) IS 'An attempt at a job came to nothing: it is tried again in 1, 4, 16 and 64 minutes, then given up.';

CREATE FUNCTION public.finish_job(job_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  delete from public.jobs as j where j.id = job_id;
end
$$;

COMMENT ON FUNCTION public.finish_job(job_id bigint) IS 'A job is done.';

CREATE FUNCTION public.finish_turn(stream_id uuid, status text, content text, events jsonb, finish_reason text DEFAULT NULL::text, model text DEFAULT NULL::text, provider text DEFAULT NULL::text, input_tokens integer DEFAULT NULL::integer, output_tokens integer DEFAULT NULL::integer, error_code text DEFAULT NULL::text, attempts jsonb DEFAULT '[]'::jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.finish_turn(stream_id uuid, status text, content text, events jsonb, finish_reason text, model text, provider text, input_tokens integer, output_tokens integer, error_code text, attempts jsonb) IS 'Stores an answer''s last events and settles it; not when it was settled already. Tells whether there are jobs to be done. `attempts`, in any case once: [{attempt, model, provider, outcome, startedMs, inputTokens, outputTokens, firstTextMs, totalMs}], of which the last four may be missing.';

CREATE FUNCTION public.lease_model_probe(subjects text[]) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  is_free boolean;
begin
  -- Whoever comes second waits for the first one and sees what it did. Those without a row are well.
  select coalesce(
    bool_and(
      locked.cooldown_until <= clock_timestamp()
      and (locked.probe_until is null or locked.probe_until <= clock_timestamp())
    ),
    true
  )
  into is_free
  from private.lock_model_health(lease_model_probe.subjects) as locked;

  if is_free then
    update public.model_health as h
    -- Longer than a model may be silent and think.
    set probe_until = clock_timestamp() + interval '60 seconds'
    where h.subject = any (lease_model_probe.subjects);
  end if;
  return jsonb_build_object('leased', is_free);
end
$$;

COMMENT ON FUNCTION public.lease_model_probe(subjects text[]) IS 'Lets one request at a time try those who have cooled down: all of the subjects, or none.';

CREATE FUNCTION public.list_chats(site_id uuid, character_id uuid, before_time timestamp with time zone DEFAULT NULL::timestamp with time zone, before_id uuid DEFAULT NULL::uuid) RETURNS TABLE(id uuid, title text, opening text, updated_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT c.id,
     c.title,
     first.opening,
     c.updated_at
    FROM (public.chats c
      CROSS JOIN LATERAL ( SELECT "left"(m.content, 200) AS opening
            FROM public.messages m
           WHERE ((m.chat_id = c.id) AND (m.role = 'user'::text))
           ORDER BY m.created_at, m.id
          LIMIT 1) first)
   WHERE ((c.site_id = list_chats.site_id) AND (c.character_id = list_chats.character_id) AND ((list_chats.before_time IS NULL) OR (ROW(c.updated_at, c.id) < ROW(list_chats.before_time, list_chats.before_id))))
   ORDER BY c.updated_at DESC, c.id DESC
  LIMIT 50;
END;

COMMENT ON FUNCTION public.list_chats(site_id uuid, character_id uuid, before_time timestamp with time zone, before_id uuid) IS 'A visitor''s conversations with a character in which something was said, the latest first, fifty at once: those that come after `before_time` and `before_id`, the last ones of the page before. `opening` is how the visitor''s first message begins.';

CREATE FUNCTION public.open_session(site_key text, origin text, character_slug text DEFAULT NULL::text, language text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  site record;
  character public.characters;
begin
  select
    s.id, s.name, s.accent, s.default_language, s.avatar_call_seconds,
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
      where c.site_id = site.id and c.visibility = 'public' and c.archived_at is null
    ),
    'hasAvatar', character.anam_avatar_id is not null and site.avatar_call_seconds is not null
  );
end
$$;

COMMENT ON FUNCTION public.open_session(site_key text, origin text, character_slug text, language text) IS 'What a widget needs before the first message: site, character and catalogue, or why not.';

CREATE FUNCTION public.prune_stream_chunks(max_streams integer DEFAULT 5000) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.prune_stream_chunks(max_streams integer) IS 'Removes the log of answers that have been over for an hour, so many streams at most, the oldest first; returns how many rows went. Who comes back later is told the answer from its message.';

CREATE FUNCTION public.read_model_registry() RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  return jsonb_build_object(
    'providers', (
      select coalesce(
        jsonb_agg(jsonb_build_object('id', p.id, 'label', p.label) order by p.position, p.id), '[]'
      )
      from public.model_providers as p
      where p.enabled
    ),
    'models', (
      select coalesce(
        jsonb_agg(
          private.model_entry(m)
          order by m.quality desc, m.price = 'paid', p.position, p.id, m.name
        ),
        '[]'
      )
      from public.models as m
      join public.model_providers as p on p.id = m.provider_id
      where p.enabled and m.enabled and (m.retired_at is null or m.retired_at > clock_timestamp())
    ),
    'failing', (
      select coalesce(jsonb_agg(private.failing_entry(h) order by h.subject), '[]')
      from public.model_health as h
    ),
    'slow', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object('modelId', f.model_id, 'afterMs', f.slow_after_ms) order by f.model_id
        ),
        '[]'
      )
      from public.model_first_tokens as f
      where f.slow_after_ms is not null
    )
  );
end
$$;

COMMENT ON FUNCTION public.read_model_registry() IS 'The providers and models that are switched on, the best first, who is failing, and from when on each is slow.';

CREATE FUNCTION public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer) IS 'What was sent of an answer after a sequence number, for its own visitor, and the last number there is: of a stream that is over, nothing can come behind it.';

CREATE FUNCTION public.record_first_tokens(samples jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  -- Always in one order, so that nobody waits for somebody who waits for them.
  insert into public.model_first_tokens as f (model_id, last_ms, slow_after_ms, measured_at)
  select s.model_id, s.last_ms, private.slow_after_ms(s.last_ms), clock_timestamp()
  from (
    select
      sample ->> 'modelId' as model_id,
      private.last_hundred(
        array(
          select least(greatest(time_ms::numeric, 0), 3600000)::integer
          from jsonb_array_elements_text(sample -> 'firstTokenMs') with ordinality as t (time_ms, place)
          order by t.place
        )
      ) as last_ms
    from jsonb_array_elements(samples) as sample
  ) as s
  where cardinality(s.last_ms) > 0
  order by s.model_id
  on conflict on constraint model_first_tokens_pkey do update
  set
    last_ms = private.last_hundred(f.last_ms || excluded.last_ms),
    slow_after_ms = private.slow_after_ms(private.last_hundred(f.last_ms || excluded.last_ms)),
    measured_at = excluded.measured_at;

  -- What somebody else is counting just now is not forgotten, and not waited for.
  delete from public.model_first_tokens as f
  where f.model_id in (
    select forgotten.model_id
    from public.model_first_tokens as forgotten
    where forgotten.measured_at < clock_timestamp() - interval '30 days'
    for update skip locked
  );
end
$$;

COMMENT ON FUNCTION public.record_first_tokens(samples jsonb) IS 'Counts how long models took to their first token: [{"modelId", "firstTokenMs": [...]}], each model once.';

CREATE FUNCTION public.reject_model_parameter(model_id text, parameter text) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    BEGIN ATOMIC
 UPDATE public.models m SET rejected_parameters = (m.rejected_parameters || reject_model_parameter.parameter)
   WHERE ((m.id = reject_model_parameter.model_id) AND (reject_model_parameter.parameter <> ALL (m.rejected_parameters)));
END;

COMMENT ON FUNCTION public.reject_model_parameter(model_id text, parameter text) IS 'Remembers a field that a model refuses. A model of the environment has no row, which is no error.';

CREATE FUNCTION public.release_model_probe(subjects text[]) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    BEGIN ATOMIC
 UPDATE public.model_health h SET probe_until = NULL::timestamp with time zone
   WHERE (h.subject IN ( SELECT locked.subject
            FROM private.lock_model_health(release_model_probe.subjects) locked(subject, cooldown_until, cooldown_ms, failure_count, code, failed_at, probe_until, last_problem, in_words)));
END;

COMMENT ON FUNCTION public.release_model_probe(subjects text[]) IS 'Gives a lease back before its time, when the request has shown nothing of the subjects.';

CREATE FUNCTION public.report_model_failure(subject text, cooldown_ms bigint, code text, longest_ms bigint DEFAULT 86400000, problem text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  failed_at constant timestamptz := clock_timestamp();
  asked_ms constant integer := least(greatest(cooldown_ms, 0), 86400000);
  most_ms constant integer := least(greatest(longest_ms, 0), 86400000);
  until timestamptz;
begin
  insert into public.model_health as h (
    subject, cooldown_until, cooldown_ms, code, failed_at, last_problem
  )
  values (
    report_model_failure.subject, failed_at + asked_ms * interval '1 millisecond', asked_ms,
    report_model_failure.code, failed_at, report_model_failure.problem
  )
  on conflict on constraint model_health_pkey do update
  set
    -- While it cools, the later end counts; afterwards it was a probe that failed.
    cooldown_ms = case
      when h.cooldown_until > excluded.failed_at then greatest(h.cooldown_ms, excluded.cooldown_ms)
      else private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms, most_ms)
    end,
    cooldown_until = case
      when h.cooldown_until > excluded.failed_at
        then greatest(h.cooldown_until, excluded.cooldown_until)
      else excluded.failed_at
        + private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms, most_ms)
        * interval '1 millisecond'
    end,
    failure_count = h.failure_count + 1,
    code = excluded.code,
    failed_at = excluded.failed_at,
    last_problem = excluded.last_problem,
    probe_until = null
  returning h.cooldown_until into until;
  return jsonb_build_object('coolingDownMs', private.milliseconds_until(until));
end
$$;

COMMENT ON FUNCTION public.report_model_failure(subject text, cooldown_ms bigint, code text, longest_ms bigint, problem text) IS 'Leaves a model or a provider alone for a while; after a failed probe twice as long, up to longest_ms.';

CREATE FUNCTION public.report_model_success(subjects text[]) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    BEGIN ATOMIC
 DELETE FROM public.model_health h
   WHERE (h.subject IN ( SELECT locked.subject
            FROM private.lock_model_health(report_model_success.subjects) locked(subject, cooldown_until, cooldown_ms, failure_count, code, failed_at, probe_until, last_problem, in_words)));
END;

COMMENT ON FUNCTION public.report_model_success(subjects text[]) IS 'Forgets the failures of those who answer again.';

CREATE FUNCTION public.request_stop(stream_id uuid, visitor_id uuid, heard_characters integer DEFAULT NULL::integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION public.request_stop(stream_id uuid, visitor_id uuid, heard_characters integer) IS 'Asks the server that streams an answer to stop, for the answer''s own visitor, and notes how much of it was heard by then; of an answer that has ended it only does the latter.';

CREATE FUNCTION public.take_job(kinds text[], lock_seconds integer DEFAULT 300) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  taken public.jobs;
begin
  -- Whoever had it the last time never came back.
  update public.jobs as j
  set failed_at = clock_timestamp(), last_error = 'lost', locked_until = null
  where j.failed_at is null
    and j.attempts >= private.most_job_attempts()
    and j.locked_until <= clock_timestamp();

  update public.jobs as j
  set attempts = j.attempts + 1, locked_until = clock_timestamp() + make_interval(secs => lock_seconds)
  where j.id = (
    select due.id
    from public.jobs as due
    where due.kind = any (kinds)
      and due.failed_at is null
      and due.run_at <= clock_timestamp()
      and (due.locked_until is null or due.locked_until <= clock_timestamp())
    order by due.run_at
    limit 1
    for update skip locked
  )
  returning j.* into taken;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'id', taken.id, 'kind', taken.kind, 'attempt', taken.attempts, 'payload', taken.payload
  );
end
$$;

COMMENT ON FUNCTION public.take_job(kinds text[], lock_seconds integer) IS 'The job of these kinds that has been due for longest, for so many seconds nobody else''s; null when none is due.';

CREATE FUNCTION public.touch_call(call_id uuid, visitor_id uuid) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  known record;
begin
  perform private.settle_calls(touch_call.visitor_id);
  update public.calls as c
  set last_seen_at = clock_timestamp()
  where c.id = call_id and c.visitor_id = touch_call.visitor_id and c.ended_at is null;
  if found then
    return jsonb_build_object('isLive', true, 'endReason', null);
  end if;

  select c.end_reason into known
  from public.calls as c
  where c.id = call_id and c.visitor_id = touch_call.visitor_id;
  return jsonb_build_object('isLive', false, 'endReason', known.end_reason);
end
$$;

COMMENT ON FUNCTION public.touch_call(call_id uuid, visitor_id uuid) IS 'A sign of life of a call: whether it still lasts, or how it ended. One nobody knows does not last.';

CREATE TABLE public.usage_events (
    id bigint NOT NULL,
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    kind text DEFAULT 'answer'::text NOT NULL,
    site_id uuid,
    visitor_id uuid,
    chat_id uuid,
    message_id uuid,
    stream_id uuid NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    model text,
    provider text,
    outcome text,
    input_tokens integer,
    output_tokens integer,
    first_text_ms integer,
    total_ms integer,
    cost_microcents bigint,
    CONSTRAINT usage_events_attempt_check CHECK ((attempt >= 1)),
    CONSTRAINT usage_events_cost_check CHECK ((cost_microcents >= 0)),
    CONSTRAINT usage_events_kind_check CHECK ((kind = 'answer'::text)),
    CONSTRAINT usage_events_ms_check CHECK (((first_text_ms >= 0) AND (total_ms >= 0))),
    CONSTRAINT usage_events_outcome_check CHECK ((outcome ~ '^[a-z0-9_]{1,64}$'::text)),
    CONSTRAINT usage_events_tokens_check CHECK (((input_tokens >= 0) AND (output_tokens >= 0)))
);

COMMENT ON TABLE public.usage_events IS 'What was asked of models: a row for each time one was asked. No text. It outlives what it was for: deleting a message, a chat or a person only empties the column that led there. While an answer streams, one row stands for it.';

COMMENT ON COLUMN public.usage_events.occurred_at IS 'When the model was asked.';

COMMENT ON COLUMN public.usage_events.kind IS 'What for: answer, the reply to a visitor.';

COMMENT ON COLUMN public.usage_events.site_id IS 'Empty only when the site is gone.';

COMMENT ON COLUMN public.usage_events.visitor_id IS 'Who was answered; empty when the person is erased.';

COMMENT ON COLUMN public.usage_events.chat_id IS 'Empty when the chat is deleted.';

COMMENT ON COLUMN public.usage_events.message_id IS 'The answer; empty when it is deleted.';

COMMENT ON COLUMN public.usage_events.stream_id IS 'The stream of the answer, the same for all its attempts; an answer that was continued or tried again has another one.';

COMMENT ON COLUMN public.usage_events.attempt IS 'Counted from 1 within a stream. Two may run at once: a second model is asked beside a slow first one.';

COMMENT ON COLUMN public.usage_events.model IS 'The model''s name; empty while the answer streams, when none was asked, and when its server died.';

COMMENT ON COLUMN public.usage_events.provider IS 'Who served it; offline for the offline responder.';

COMMENT ON COLUMN public.usage_events.outcome IS 'answered; stopped by the visitor; called_off, since another one spoke first; not_asked, when no model could be asked or it was stopped before; abandoned, when the answer''s server died; else what the failure was, as in status_429. Empty while the answer streams.';

COMMENT ON COLUMN public.usage_events.input_tokens IS 'As the provider counted them; empty where it did not tell, as of an answer that was stopped.';

COMMENT ON COLUMN public.usage_events.output_tokens IS 'As the provider counted them; empty where it did not tell, as of an answer that was stopped.';

COMMENT ON COLUMN public.usage_events.first_text_ms IS 'From the question to the first visible text, in milliseconds; empty when there was none.';

COMMENT ON COLUMN public.usage_events.total_ms IS 'From the question to the end, in milliseconds.';

COMMENT ON COLUMN public.usage_events.cost_microcents IS 'What it cost, in millionths of a cent; empty until models have prices.';

CREATE VIEW public.answers_by_day WITH (security_invoker='true') AS
 SELECT ((a.began_at AT TIME ZONE 'utc'::text))::date AS day,
    s.site_key,
    count(*) AS answers,
    count(*) FILTER (WHERE a.is_answered) AS answered,
    count(*) FILTER (WHERE (a.is_stopped AND (NOT a.is_answered))) AS stopped,
    count(*) FILTER (WHERE (a.is_over AND (NOT a.is_answered) AND (NOT a.is_stopped))) AS failed,
    count(DISTINCT a.visitor_id) AS visitors
   FROM (( SELECT u.site_id,
            u.visitor_id,
            min(u.occurred_at) AS began_at,
            COALESCE(bool_or((u.outcome = 'answered'::text)), false) AS is_answered,
            COALESCE(bool_or((u.outcome = 'stopped'::text)), false) AS is_stopped,
            bool_and((u.outcome IS NOT NULL)) AS is_over
           FROM public.usage_events u
          WHERE (u.kind = 'answer'::text)
          GROUP BY u.stream_id, u.site_id, u.visitor_id) a
     LEFT JOIN public.sites s ON ((s.id = a.site_id)))
  GROUP BY (((a.began_at AT TIME ZONE 'utc'::text))::date), s.site_key
  ORDER BY (((a.began_at AT TIME ZONE 'utc'::text))::date) DESC, s.site_key;

COMMENT ON VIEW public.answers_by_day IS 'How much is it used, and does it answer? A row for each day (UTC) and site, the newest first.';

COMMENT ON COLUMN public.answers_by_day.day IS 'By UTC.';

COMMENT ON COLUMN public.answers_by_day.site_key IS 'Empty when the site is gone.';

COMMENT ON COLUMN public.answers_by_day.answers IS 'Answers that were begun; one that was continued counts anew.';

COMMENT ON COLUMN public.answers_by_day.answered IS 'Those that a model, or the offline responder, ended well.';

COMMENT ON COLUMN public.answers_by_day.stopped IS 'Those that their visitors stopped.';

COMMENT ON COLUMN public.answers_by_day.failed IS 'Those that no model ended well; failures_by_model says why.';

COMMENT ON COLUMN public.answers_by_day.visitors IS 'Who was answered, without those who are erased by now.';

CREATE TABLE public.calls (
    id uuid DEFAULT private.uuid_v7() NOT NULL,
    kind text NOT NULL,
    site_id uuid,
    character_id uuid,
    visitor_id uuid,
    chat_id uuid,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason text,
    CONSTRAINT calls_end_reason_check CHECK ((end_reason = ANY (ARRAY['left'::text, 'taken_over'::text, 'lost'::text, 'time_limit'::text, 'failed'::text, 'operator'::text]))),
    CONSTRAINT calls_ended_for_a_reason CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
    CONSTRAINT calls_kind_check CHECK ((kind = ANY (ARRAY['avatar'::text, 'voice'::text, 'phone'::text])))
);

COMMENT ON TABLE public.calls IS 'Calls: who saw or heard whom, how, and for how long. Nothing of what was said. A call without a sign of life for ten seconds is over, also before anybody has written it down. It outlives what it was for: deleting a chat, a person or a character only empties the column that led there.';

COMMENT ON COLUMN public.calls.kind IS 'How the character was met: avatar (a video face), voice or phone. A visitor has one live call of each.';

COMMENT ON COLUMN public.calls.site_id IS 'Empty only when the site is gone.';

COMMENT ON COLUMN public.calls.character_id IS 'Empty only when the character is gone.';

COMMENT ON COLUMN public.calls.visitor_id IS 'Empty when the person is erased.';

COMMENT ON COLUMN public.calls.chat_id IS 'The chat it belongs to; empty when it was begun before the first message, or the chat is deleted.';

COMMENT ON COLUMN public.calls.started_at IS 'When it began.';

COMMENT ON COLUMN public.calls.last_seen_at IS 'The last sign of life of the visitor''s page.';

COMMENT ON COLUMN public.calls.ends_at IS 'When it ends at the latest, by the site''s setting.';

COMMENT ON COLUMN public.calls.ended_at IS 'Empty while it lasts, or nobody has missed it yet.';

COMMENT ON COLUMN public.calls.end_reason IS 'left by the visitor; taken_over by another page of the visitor; lost without a sign of life; time_limit of the site; failed before there was anything to see or hear; operator, by ops.end_call.';

CREATE TABLE public.character_likes (
    character_id uuid NOT NULL,
    user_id uuid DEFAULT auth.uid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.character_likes IS 'One like per registered user and character.';

CREATE VIEW public.failures_by_model WITH (security_invoker='true') AS
 SELECT day,
    provider,
    model,
    outcome,
    count(*) AS failures,
    asked,
    max(occurred_at) AS last_at
   FROM ( SELECT ((u.occurred_at AT TIME ZONE 'utc'::text))::date AS day,
            u.provider,
            u.model,
            u.outcome,
            u.occurred_at,
            count(*) OVER (PARTITION BY (((u.occurred_at AT TIME ZONE 'utc'::text))::date), u.provider, u.model) AS asked
           FROM public.usage_events u
          WHERE (u.outcome IS NOT NULL)) a
  WHERE (outcome <> ALL (ARRAY['answered'::text, 'stopped'::text, 'called_off'::text]))
  GROUP BY day, provider, model, outcome, asked
  ORDER BY day DESC, (count(*)) DESC;

COMMENT ON VIEW public.failures_by_model IS 'Which model fails, and with what? A row for each day (UTC), model and failure, the newest first.';

COMMENT ON COLUMN public.failures_by_model.day IS 'By UTC.';

COMMENT ON COLUMN public.failures_by_model.provider IS 'Who serves it.';

COMMENT ON COLUMN public.failures_by_model.model IS 'Empty when none could be asked, or the answer''s server died.';

COMMENT ON COLUMN public.failures_by_model.outcome IS 'The failure''s code, as in status_429 or first_token_timeout; not_asked, when none could be asked; abandoned, when the answer''s server died.';

COMMENT ON COLUMN public.failures_by_model.failures IS 'How often.';

COMMENT ON COLUMN public.failures_by_model.asked IS 'How often the model was asked that day.';

COMMENT ON COLUMN public.failures_by_model.last_at IS 'When it was asked for the last of them.';

CREATE TABLE public.jobs (
    id bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    run_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    last_error text,
    failed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT jobs_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    CONSTRAINT jobs_kind_check CHECK ((kind ~ '^[a-z][a-z_]{0,63}$'::text)),
    CONSTRAINT jobs_last_error_check CHECK ((last_error ~ '^[a-z0-9_]{1,64}$'::text)),
    CONSTRAINT jobs_payload_check CHECK ((jsonb_typeof(payload) = 'object'::text))
);

COMMENT ON TABLE public.jobs IS 'What is still to be done behind the scenes. A job that is done is gone; one with failed_at was given up and waits for you: ops.run_job_now(id) has it tried again.';

COMMENT ON COLUMN public.jobs.kind IS 'What is to be done: prune_stream_chunks (how long ended answers were sent) or erase_unused_visitors (anonymous people without a chat who have not been here for 30 days).';

COMMENT ON COLUMN public.jobs.key IS 'Of the same kind and key there is one job, however often it is asked for.';

COMMENT ON COLUMN public.jobs.payload IS 'The ids of what it is about, and nothing else.';

COMMENT ON COLUMN public.jobs.run_at IS 'Not before then.';

COMMENT ON COLUMN public.jobs.attempts IS 'How often it was begun.';

COMMENT ON COLUMN public.jobs.locked_until IS 'Until then the server that has taken it is given time; empty while nobody works on it.';

COMMENT ON COLUMN public.jobs.last_error IS 'What went wrong the last time, as a code.';

COMMENT ON COLUMN public.jobs.failed_at IS 'When it was given up, after five attempts. Empty for most.';

COMMENT ON COLUMN public.jobs.created_at IS 'When it was asked for.';

ALTER TABLE public.jobs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.model_first_tokens (
    model_id text NOT NULL,
    last_ms integer[] NOT NULL,
    slow_after_ms integer,
    measured_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT model_first_tokens_last_ms_check CHECK (((cardinality(last_ms) >= 1) AND (cardinality(last_ms) <= 100))),
    CONSTRAINT model_first_tokens_model_id_check CHECK (private.is_model_id(model_id))
)
WITH (fillfactor='50');

COMMENT ON TABLE public.model_first_tokens IS 'How long models took to their first token. Kept by the functions while MODEL_HEDGE is on; deleting a row lets them learn anew.';

COMMENT ON COLUMN public.model_first_tokens.model_id IS 'A model''s id. Without a foreign key: a model named in the environment has no row.';

COMMENT ON COLUMN public.model_first_tokens.last_ms IS 'The last hundred answers, oldest first, in milliseconds.';

COMMENT ON COLUMN public.model_first_tokens.slow_after_ms IS 'Nine in ten of them had begun by then; empty while fewer than twenty are known.';

COMMENT ON COLUMN public.model_first_tokens.measured_at IS 'When an answer was last counted.';

CREATE TABLE public.model_providers (
    id text NOT NULL,
    label text NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT model_providers_id_check CHECK (private.is_model_provider(id)),
    CONSTRAINT model_providers_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 80)))
);

COMMENT ON TABLE public.model_providers IS 'Whose models can answer. A provider takes part when its key is set in the functions'' environment and it is enabled here.';

COMMENT ON COLUMN public.model_providers.id IS 'The provider''s name in selections, e.g. groq.';

COMMENT ON COLUMN public.model_providers.label IS 'How visitors read it.';

COMMENT ON COLUMN public.model_providers.enabled IS 'Off: none of its models is asked.';

COMMENT ON COLUMN public.model_providers."position" IS 'Who comes first among equally good models.';

COMMENT ON COLUMN public.model_providers.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.model_providers.updated_at IS 'Kept by a trigger.';

CREATE TABLE public.site_members (
    site_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text DEFAULT 'operator'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT site_members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'operator'::text])))
);

COMMENT ON TABLE public.site_members IS 'Who runs a site. Visitors are not members.';

COMMENT ON COLUMN public.site_members.role IS 'owner or operator.';

CREATE VIEW public.slow_answers WITH (security_invoker='true') AS
 SELECT a.began_at,
    s.site_key,
    ((EXTRACT(epoch FROM (a.first_text_at - a.began_at)) * (1000)::numeric))::integer AS first_text_ms,
    ((EXTRACT(epoch FROM (a.ended_at - a.began_at)) * (1000)::numeric))::integer AS total_ms,
    a.attempts,
    a.model,
    a.chat_id,
    a.message_id
   FROM (( SELECT u.site_id,
            u.chat_id,
            u.message_id,
            min(u.occurred_at) AS began_at,
            count(*) AS attempts,
            min((u.occurred_at + ((u.first_text_ms)::double precision * '00:00:00.001'::interval))) AS first_text_at,
            max((u.occurred_at + ((u.total_ms)::double precision * '00:00:00.001'::interval))) AS ended_at,
            max(((u.provider || ':'::text) || u.model)) FILTER (WHERE (u.outcome = 'answered'::text)) AS model
           FROM public.usage_events u
          WHERE ((u.kind = 'answer'::text) AND (u.occurred_at > (now() - '7 days'::interval)))
          GROUP BY u.stream_id, u.site_id, u.chat_id, u.message_id) a
     LEFT JOIN public.sites s ON ((s.id = a.site_id)))
  WHERE ((COALESCE(a.first_text_at, a.ended_at) - a.began_at) > '00:00:03'::interval)
  ORDER BY (COALESCE(a.first_text_at, a.ended_at) - a.began_at) DESC;

COMMENT ON VIEW public.slow_answers IS 'Who had to wait? The answers of the last seven days whose first words took more than three seconds, the slowest first.';

COMMENT ON COLUMN public.slow_answers.began_at IS 'When the first model was asked.';

COMMENT ON COLUMN public.slow_answers.site_key IS 'Empty when the site is gone.';

COMMENT ON COLUMN public.slow_answers.first_text_ms IS 'From there to the first visible text, in milliseconds, all attempts together; empty when none came.';

COMMENT ON COLUMN public.slow_answers.total_ms IS 'From there to the end, in milliseconds.';

COMMENT ON COLUMN public.slow_answers.attempts IS 'How often a model was asked.';

COMMENT ON COLUMN public.slow_answers.model IS 'Who answered, if anybody did.';

COMMENT ON COLUMN public.slow_answers.chat_id IS 'Empty when the chat is deleted.';

COMMENT ON COLUMN public.slow_answers.message_id IS 'The answer; empty when it is deleted.';

CREATE TABLE public.stream_chunks (
    stream_id uuid NOT NULL,
    first_sequence integer NOT NULL,
    last_sequence integer NOT NULL,
    events jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT stream_chunks_events_check CHECK ((jsonb_typeof(events) = 'array'::text)),
    CONSTRAINT stream_chunks_sequence_check CHECK (((first_sequence >= 0) AND (last_sequence >= first_sequence)))
);

COMMENT ON TABLE public.stream_chunks IS 'What was sent of each answer, so that any server can resume its stream. One row from its end on, and none an hour later, when the job prune_stream_chunks is done.';

COMMENT ON COLUMN public.stream_chunks.events IS 'pii:content [{"sequence", "event"}] in order. Kept for an hour after the answer''s end.';

CREATE VIEW public.tokens_by_site WITH (security_invoker='true') AS
 SELECT ((u.occurred_at AT TIME ZONE 'utc'::text))::date AS day,
    s.site_key,
    u.provider,
    u.model,
    count(*) AS asked,
    sum(u.input_tokens) AS input_tokens,
    sum(u.output_tokens) AS output_tokens,
    sum(u.cost_microcents) AS cost_microcents
   FROM (public.usage_events u
     LEFT JOIN public.sites s ON ((s.id = u.site_id)))
  WHERE (u.model IS NOT NULL)
  GROUP BY (((u.occurred_at AT TIME ZONE 'utc'::text))::date), s.site_key, u.provider, u.model
  ORDER BY (((u.occurred_at AT TIME ZONE 'utc'::text))::date) DESC, s.site_key, (sum(u.input_tokens)) DESC NULLS LAST;

COMMENT ON VIEW public.tokens_by_site IS 'Who used how much? A row for each day (UTC), site and model, the newest first; what failed or was called off has its part.';

COMMENT ON COLUMN public.tokens_by_site.day IS 'By UTC.';

COMMENT ON COLUMN public.tokens_by_site.site_key IS 'Empty when the site is gone.';

COMMENT ON COLUMN public.tokens_by_site.provider IS 'Who served it.';

COMMENT ON COLUMN public.tokens_by_site.model IS 'By its provider''s name for it.';

COMMENT ON COLUMN public.tokens_by_site.asked IS 'How often it was asked.';

COMMENT ON COLUMN public.tokens_by_site.input_tokens IS 'As far as the provider told.';

COMMENT ON COLUMN public.tokens_by_site.output_tokens IS 'As far as the provider told.';

COMMENT ON COLUMN public.tokens_by_site.cost_microcents IS 'In millionths of a cent; empty until models have prices.';

ALTER TABLE public.usage_events ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usage_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.character_likes
    ADD CONSTRAINT character_likes_pkey PRIMARY KEY (character_id, user_id);

ALTER TABLE ONLY public.characters
    ADD CONSTRAINT characters_id_site_id_key UNIQUE (id, site_id);

ALTER TABLE ONLY public.characters
    ADD CONSTRAINT characters_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.characters
    ADD CONSTRAINT characters_site_id_slug_key UNIQUE (site_id, slug);

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_id_visitor_id_key UNIQUE (id, visitor_id);

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_kind_key_key UNIQUE (kind, key);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_id_chat_id_key UNIQUE (id, chat_id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_stream_id_key UNIQUE (stream_id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_visitor_id_client_message_id_key UNIQUE (visitor_id, client_message_id);

ALTER TABLE ONLY public.model_first_tokens
    ADD CONSTRAINT model_first_tokens_pkey PRIMARY KEY (model_id);

ALTER TABLE ONLY public.model_health
    ADD CONSTRAINT model_health_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.model_providers
    ADD CONSTRAINT model_providers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.models
    ADD CONSTRAINT models_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.site_members
    ADD CONSTRAINT site_members_pkey PRIMARY KEY (site_id, user_id);

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_site_key_key UNIQUE (site_key);

ALTER TABLE ONLY public.stream_chunks
    ADD CONSTRAINT stream_chunks_pkey PRIMARY KEY (stream_id, first_sequence);

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_stream_id_attempt_key UNIQUE (stream_id, attempt);

CREATE INDEX calls_character_id_idx ON public.calls USING btree (character_id);

CREATE INDEX calls_chat_id_visitor_id_idx ON public.calls USING btree (chat_id, visitor_id);

CREATE UNIQUE INDEX calls_one_live_idx ON public.calls USING btree (visitor_id, kind) WHERE (ended_at IS NULL);

CREATE INDEX calls_site_id_started_at_idx ON public.calls USING btree (site_id, started_at);

CREATE INDEX calls_visitor_id_idx ON public.calls USING btree (visitor_id);

CREATE INDEX character_likes_user_id_idx ON public.character_likes USING btree (user_id);

CREATE INDEX characters_archived_at_idx ON public.characters USING btree (archived_at);

CREATE INDEX characters_in_catalogue_idx ON public.characters USING btree (in_catalogue);

CREATE INDEX characters_owner_id_idx ON public.characters USING btree (owner_id);

CREATE INDEX characters_visibility_idx ON public.characters USING btree (visibility);

CREATE INDEX chats_active_leaf_id_id_idx ON public.chats USING btree (active_leaf_id, id);

CREATE INDEX chats_character_id_site_id_idx ON public.chats USING btree (character_id, site_id);

CREATE INDEX chats_site_id_idx ON public.chats USING btree (site_id);

CREATE INDEX chats_updated_at_idx ON public.chats USING btree (updated_at);

CREATE INDEX chats_visitor_id_updated_at_idx ON public.chats USING btree (visitor_id, updated_at DESC);

CREATE INDEX jobs_run_at_idx ON public.jobs USING btree (run_at) WHERE (failed_at IS NULL);

CREATE INDEX messages_chat_id_visitor_id_idx ON public.messages USING btree (chat_id, visitor_id);

CREATE INDEX messages_created_at_idx ON public.messages USING brin (created_at);

CREATE UNIQUE INDEX messages_one_root_idx ON public.messages USING btree (chat_id) WHERE (parent_id IS NULL);

CREATE UNIQUE INDEX messages_one_streaming_idx ON public.messages USING btree (chat_id) WHERE (status = 'streaming'::text);

CREATE INDEX messages_parent_id_chat_id_idx ON public.messages USING btree (parent_id, chat_id);

CREATE INDEX models_provider_id_idx ON public.models USING btree (provider_id);

CREATE INDEX profiles_last_seen_at_idx ON public.profiles USING btree (last_seen_at);

CREATE INDEX profiles_site_id_idx ON public.profiles USING btree (site_id);

CREATE INDEX site_members_user_id_idx ON public.site_members USING btree (user_id);

CREATE INDEX stream_chunks_created_at_idx ON public.stream_chunks USING btree (created_at);

CREATE INDEX usage_events_chat_id_idx ON public.usage_events USING btree (chat_id);

CREATE INDEX usage_events_message_id_idx ON public.usage_events USING btree (message_id);

CREATE INDEX usage_events_occurred_at_idx ON public.usage_events USING brin (occurred_at);

CREATE INDEX usage_events_site_id_occurred_at_idx ON public.usage_events USING btree (site_id, occurred_at);

CREATE INDEX usage_events_visitor_id_idx ON public.usage_events USING btree (visitor_id);

CREATE TRIGGER character_likes_count AFTER INSERT OR DELETE ON public.character_likes FOR EACH ROW EXECUTE FUNCTION private.count_likes();

CREATE TRIGGER character_likes_guard BEFORE UPDATE ON public.character_likes FOR EACH ROW WHEN (((new.character_id <> old.character_id) OR (new.user_id <> old.user_id))) EXECUTE FUNCTION private.refuse_change('a like');

CREATE TRIGGER characters_archive_orphan BEFORE UPDATE ON public.characters FOR EACH ROW WHEN (((old.owner_id IS NOT NULL) AND (new.owner_id IS NULL))) EXECUTE FUNCTION private.archive_orphan();

CREATE TRIGGER characters_begin_counts BEFORE INSERT ON public.characters FOR EACH ROW EXECUTE FUNCTION private.guard_character_counts();

CREATE TRIGGER characters_follow_site BEFORE INSERT OR UPDATE OF site_id, in_catalogue ON public.characters FOR EACH ROW EXECUTE FUNCTION private.follow_site_into_catalogue();

CREATE TRIGGER characters_guard_counts BEFORE UPDATE ON public.characters FOR EACH ROW WHEN (((new.like_count IS DISTINCT FROM old.like_count) OR (new.chat_count IS DISTINCT FROM old.chat_count))) EXECUTE FUNCTION private.guard_character_counts();

CREATE TRIGGER characters_keep_with_chats BEFORE DELETE ON public.characters FOR EACH ROW EXECUTE FUNCTION private.keep_character_with_chats();

CREATE TRIGGER characters_touch BEFORE UPDATE ON public.characters FOR EACH ROW WHEN (((new.like_count = old.like_count) AND (new.chat_count = old.chat_count))) EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER chats_await_turn BEFORE DELETE OR UPDATE ON public.chats FOR EACH STATEMENT EXECUTE FUNCTION private.await_own_turn();

CREATE TRIGGER chats_begin_message_count BEFORE INSERT ON public.chats FOR EACH ROW EXECUTE FUNCTION private.guard_message_count();

CREATE CONSTRAINT TRIGGER chats_count AFTER INSERT OR DELETE ON public.chats DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.count_chats();

CREATE TRIGGER chats_guard BEFORE UPDATE ON public.chats FOR EACH ROW WHEN (((new.id <> old.id) OR (new.site_id <> old.site_id) OR (new.character_id <> old.character_id) OR (new.visitor_id <> old.visitor_id))) EXECUTE FUNCTION private.refuse_change('whose chat it is');

CREATE TRIGGER chats_guard_message_count BEFORE UPDATE ON public.chats FOR EACH ROW WHEN ((new.message_count <> old.message_count)) EXECUTE FUNCTION private.guard_message_count();

CREATE TRIGGER messages_await_turn BEFORE DELETE ON public.messages FOR EACH STATEMENT EXECUTE FUNCTION private.await_own_turn();

CREATE TRIGGER messages_begin_usage AFTER INSERT ON public.messages FOR EACH ROW WHEN ((new.status = 'streaming'::text)) EXECUTE FUNCTION private.begin_usage();

CREATE TRIGGER messages_begin_usage_again AFTER UPDATE OF stream_id ON public.messages FOR EACH ROW WHEN (((new.status = 'streaming'::text) AND (new.stream_id <> old.stream_id))) EXECUTE FUNCTION private.begin_usage();

CREATE TRIGGER messages_count_deleted AFTER DELETE ON public.messages REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.count_messages();

CREATE TRIGGER messages_count_inserted AFTER INSERT ON public.messages REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.count_messages();

CREATE TRIGGER messages_delete_subtrees AFTER DELETE ON public.messages REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.delete_subtrees();

CREATE TRIGGER messages_guard BEFORE UPDATE ON public.messages FOR EACH ROW WHEN (((new.id <> old.id) OR (new.chat_id <> old.chat_id) OR (new.visitor_id <> old.visitor_id) OR (new.role <> old.role) OR (new.parent_id IS DISTINCT FROM old.parent_id))) EXECUTE FUNCTION private.refuse_change('a message''s place in its chat');

CREATE TRIGGER messages_guard_greeting BEFORE DELETE ON public.messages FOR EACH ROW WHEN ((old.parent_id IS NULL)) EXECUTE FUNCTION private.guard_greeting();

CREATE TRIGGER model_providers_touch BEFORE UPDATE ON public.model_providers FOR EACH ROW EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER models_touch BEFORE UPDATE ON public.models FOR EACH ROW EXECUTE FUNCTION private.touch_updated_at();

CREATE TRIGGER sites_keep_with_visitors BEFORE DELETE ON public.sites FOR EACH ROW EXECUTE FUNCTION private.keep_site_with_visitors();

CREATE TRIGGER sites_publish_characters AFTER UPDATE ON public.sites FOR EACH ROW WHEN ((new.in_catalogue <> old.in_catalogue)) EXECUTE FUNCTION private.publish_characters();

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_character_id_fkey FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_chat_id_fkey FOREIGN KEY (chat_id, visitor_id) REFERENCES public.chats(id, visitor_id) ON DELETE SET NULL (chat_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES public.profiles(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.character_likes
    ADD CONSTRAINT character_likes_character_id_fkey FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.character_likes
    ADD CONSTRAINT character_likes_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.characters
    ADD CONSTRAINT characters_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.characters
    ADD CONSTRAINT characters_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_active_leaf_id_fkey FOREIGN KEY (active_leaf_id, id) REFERENCES public.messages(id, chat_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_character_id_fkey FOREIGN KEY (character_id, site_id) REFERENCES public.characters(id, site_id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_chat_id_fkey FOREIGN KEY (chat_id, visitor_id) REFERENCES public.chats(id, visitor_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_parent_id_fkey FOREIGN KEY (parent_id, chat_id) REFERENCES public.messages(id, chat_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.models
    ADD CONSTRAINT models_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.model_providers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_id_fkey FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.site_members
    ADD CONSTRAINT site_members_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.site_members
    ADD CONSTRAINT site_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.stream_chunks
    ADD CONSTRAINT stream_chunks_stream_id_fkey FOREIGN KEY (stream_id) REFERENCES public.messages(stream_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_chat_id_fkey FOREIGN KEY (chat_id) REFERENCES public.chats(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.sites(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.usage_events
    ADD CONSTRAINT usage_events_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES public.profiles(id) ON DELETE SET NULL;

ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.character_likes ENABLE ROW LEVEL SECURITY;

CREATE POLICY character_likes_delete_own ON public.character_likes FOR DELETE TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY character_likes_insert_own ON public.character_likes FOR INSERT TO authenticated WITH CHECK (((user_id = ( SELECT auth.uid() AS uid)) AND (character_id IN ( SELECT characters.id
   FROM public.characters))));

CREATE POLICY character_likes_registered_only ON public.character_likes AS RESTRICTIVE TO authenticated USING ((((( SELECT auth.jwt() AS jwt) ->> 'is_anonymous'::text))::boolean IS FALSE)) WITH CHECK ((((( SELECT auth.jwt() AS jwt) ->> 'is_anonymous'::text))::boolean IS FALSE));

CREATE POLICY character_likes_select_own ON public.character_likes FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

ALTER TABLE public.characters ENABLE ROW LEVEL SECURITY;

CREATE POLICY characters_select_listed_own_or_met ON public.characters FOR SELECT TO authenticated USING ((((visibility = 'public'::text) AND (archived_at IS NULL) AND (in_catalogue OR (site_id = ( SELECT profiles.site_id
   FROM public.profiles
  WHERE (profiles.id = ( SELECT auth.uid() AS uid)))))) OR (owner_id = ( SELECT auth.uid() AS uid)) OR (id IN ( SELECT chats.character_id
   FROM public.chats))));

ALTER TABLE public.chats ENABLE ROW LEVEL SECURITY;

CREATE POLICY chats_delete_own ON public.chats FOR DELETE TO authenticated USING ((visitor_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY chats_select_own ON public.chats FOR SELECT TO authenticated USING ((visitor_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY chats_update_own ON public.chats FOR UPDATE TO authenticated USING ((visitor_id = ( SELECT auth.uid() AS uid))) WITH CHECK ((visitor_id = ( SELECT auth.uid() AS uid)));

ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

CREATE POLICY messages_delete_own ON public.messages FOR DELETE TO authenticated USING (((visitor_id = ( SELECT auth.uid() AS uid)) AND (parent_id IS NOT NULL)));

CREATE POLICY messages_select_own ON public.messages FOR SELECT TO authenticated USING ((visitor_id = ( SELECT auth.uid() AS uid)));

ALTER TABLE public.model_first_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.model_health ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.model_providers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.models ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY profiles_select_own ON public.profiles FOR SELECT TO authenticated USING ((id = ( SELECT auth.uid() AS uid)));

ALTER TABLE public.site_members ENABLE ROW LEVEL SECURITY;

CREATE POLICY site_members_select_own ON public.site_members FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

ALTER TABLE public.sites ENABLE ROW LEVEL SECURITY;

CREATE POLICY sites_select_member ON public.sites FOR SELECT TO authenticated USING ((id IN ( SELECT site_members.site_id
   FROM public.site_members
  WHERE (site_members.user_id = ( SELECT auth.uid() AS uid)))));

ALTER TABLE public.stream_chunks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.usage_events ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA private TO service_role;

GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;

REVOKE ALL ON FUNCTION ops.archive_character(site_key text, slug text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ops.cool_down_model(model_or_provider text, minutes integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ops.end_call(call_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ops.run_job_now(job_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ops.wake_model(model_or_provider text) FROM PUBLIC;

REVOKE ALL ON FUNCTION private.abandoned_event(at_sequence integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.abandoned_event(at_sequence integer) TO service_role;

REVOKE ALL ON FUNCTION private.add_job(kind text, key text, payload jsonb, run_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION private.add_job(kind text, key text, payload jsonb, run_at timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION private.add_periodic_job(kind text, period interval, delay interval) FROM PUBLIC;
GRANT ALL ON FUNCTION private.add_periodic_job(kind text, period interval, delay interval) TO service_role;

REVOKE ALL ON FUNCTION private.add_tokens(before integer, more integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.add_tokens(before integer, more integer) TO service_role;

REVOKE ALL ON FUNCTION private.is_origin_pattern(pattern text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_origin_pattern(pattern text) TO service_role;

REVOKE ALL ON FUNCTION private.are_origin_patterns(patterns text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.are_origin_patterns(patterns text[]) TO service_role;

REVOKE ALL ON FUNCTION private.is_model_provider(id text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_model_provider(id text) TO service_role;
GRANT ALL ON FUNCTION private.is_model_provider(id text) TO authenticated;

REVOKE ALL ON FUNCTION private.is_model_id(id text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_model_id(id text) TO service_role;
GRANT ALL ON FUNCTION private.is_model_id(id text) TO authenticated;

REVOKE ALL ON FUNCTION private.is_model_selection(selection text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_model_selection(selection text) TO service_role;
GRANT ALL ON FUNCTION private.is_model_selection(selection text) TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sites TO service_role;

GRANT SELECT(id) ON TABLE public.sites TO authenticated;

GRANT SELECT(site_key) ON TABLE public.sites TO authenticated;

GRANT SELECT(name) ON TABLE public.sites TO authenticated;

GRANT SELECT(allowed_origins) ON TABLE public.sites TO authenticated;

GRANT SELECT(accent) ON TABLE public.sites TO authenticated;

GRANT SELECT(default_language) ON TABLE public.sites TO authenticated;

GRANT SELECT(created_at) ON TABLE public.sites TO authenticated;

GRANT SELECT(model) ON TABLE public.sites TO authenticated;

GRANT SELECT(visitors_choose_model) ON TABLE public.sites TO authenticated;

GRANT SELECT(max_tokens) ON TABLE public.sites TO authenticated;

GRANT SELECT(temperature) ON TABLE public.sites TO authenticated;

GRANT SELECT(top_p) ON TABLE public.sites TO authenticated;

GRANT SELECT(top_k) ON TABLE public.sites TO authenticated;

GRANT SELECT(frequency_penalty) ON TABLE public.sites TO authenticated;

GRANT SELECT(avatar_call_seconds) ON TABLE public.sites TO authenticated;

GRANT SELECT(in_catalogue) ON TABLE public.sites TO authenticated;

REVOKE ALL ON FUNCTION private.admit_turn(turn jsonb, OUT refusal text, OUT site public.sites) FROM PUBLIC;
GRANT ALL ON FUNCTION private.admit_turn(turn jsonb, OUT refusal text, OUT site public.sites) TO service_role;

REVOKE ALL ON FUNCTION private.admit_visitor(visitor_id uuid, is_anonymous boolean, site_key text, origin text, model text, OUT refusal text, OUT site public.sites) FROM PUBLIC;
GRANT ALL ON FUNCTION private.admit_visitor(visitor_id uuid, is_anonymous boolean, site_key text, origin text, model text, OUT refusal text, OUT site public.sites) TO service_role;

REVOKE ALL ON FUNCTION private.uuid_v7() FROM PUBLIC;
GRANT ALL ON FUNCTION private.uuid_v7() TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.messages TO service_role;
GRANT DELETE ON TABLE public.messages TO authenticated;

GRANT SELECT(id) ON TABLE public.messages TO authenticated;

GRANT SELECT(chat_id) ON TABLE public.messages TO authenticated;

GRANT SELECT(parent_id) ON TABLE public.messages TO authenticated;

GRANT SELECT(role) ON TABLE public.messages TO authenticated;

GRANT SELECT(status) ON TABLE public.messages TO authenticated;

GRANT SELECT(content) ON TABLE public.messages TO authenticated;

GRANT SELECT(client_message_id) ON TABLE public.messages TO authenticated;

GRANT SELECT(stream_id) ON TABLE public.messages TO authenticated;

GRANT SELECT(channel) ON TABLE public.messages TO authenticated;

GRANT SELECT(finish_reason) ON TABLE public.messages TO authenticated;

GRANT SELECT(error_code) ON TABLE public.messages TO authenticated;

GRANT SELECT(created_at) ON TABLE public.messages TO authenticated;

GRANT SELECT(completed_at) ON TABLE public.messages TO authenticated;

GRANT SELECT(heard_characters) ON TABLE public.messages TO authenticated;

REVOKE ALL ON FUNCTION private.answer_to_continue(turn jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION private.answer_to_continue(turn jsonb) TO service_role;

REVOKE ALL ON FUNCTION private.answer_told_anew(answer public.messages, after_sequence integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.answer_told_anew(answer public.messages, after_sequence integer) TO service_role;

REVOKE ALL ON FUNCTION private.archive_orphan() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.are_parameter_names(names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.are_parameter_names(names text[]) TO service_role;

REVOKE ALL ON FUNCTION private.await_own_turn() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.await_visitor(visitor_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.await_visitor(visitor_id uuid) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.characters TO service_role;

GRANT SELECT(id) ON TABLE public.characters TO authenticated;

GRANT SELECT(site_id) ON TABLE public.characters TO authenticated;

GRANT SELECT(slug) ON TABLE public.characters TO authenticated;

GRANT SELECT(name) ON TABLE public.characters TO authenticated;

GRANT SELECT(tagline) ON TABLE public.characters TO authenticated;

GRANT SELECT(description) ON TABLE public.characters TO authenticated;

GRANT SELECT(greeting) ON TABLE public.characters TO authenticated;

GRANT SELECT(language) ON TABLE public.characters TO authenticated;

GRANT SELECT(portrait) ON TABLE public.characters TO authenticated;

GRANT SELECT(rating) ON TABLE public.characters TO authenticated;

GRANT SELECT(visibility) ON TABLE public.characters TO authenticated;

GRANT SELECT(like_count) ON TABLE public.characters TO authenticated;

GRANT SELECT(chat_count) ON TABLE public.characters TO authenticated;

GRANT SELECT(created_at) ON TABLE public.characters TO authenticated;

GRANT SELECT(archived_at) ON TABLE public.characters TO authenticated;

GRANT SELECT(in_catalogue) ON TABLE public.characters TO authenticated;

REVOKE ALL ON FUNCTION private.begin_call(of_kind text, of_character public.characters, of_visitor_id uuid, of_chat_id uuid, max_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.begin_call(of_kind text, of_character public.characters, of_visitor_id uuid, of_chat_id uuid, max_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION private.begin_usage() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.call_lease() FROM PUBLIC;
GRANT ALL ON FUNCTION private.call_lease() TO service_role;

REVOKE ALL ON FUNCTION private.call_maintenance() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.character_card(c public.characters) FROM PUBLIC;
GRANT ALL ON FUNCTION private.character_card(c public.characters) TO service_role;

REVOKE ALL ON FUNCTION private.character_context(c public.characters) FROM PUBLIC;
GRANT ALL ON FUNCTION private.character_context(c public.characters) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.chats TO service_role;
GRANT DELETE ON TABLE public.chats TO authenticated;

GRANT SELECT(id) ON TABLE public.chats TO authenticated;

GRANT SELECT(site_id) ON TABLE public.chats TO authenticated;

GRANT SELECT(character_id) ON TABLE public.chats TO authenticated;

GRANT SELECT(title),UPDATE(title) ON TABLE public.chats TO authenticated;

GRANT SELECT(channel) ON TABLE public.chats TO authenticated;

GRANT SELECT(active_leaf_id),UPDATE(active_leaf_id) ON TABLE public.chats TO authenticated;

GRANT SELECT(message_count) ON TABLE public.chats TO authenticated;

GRANT SELECT(created_at) ON TABLE public.chats TO authenticated;

GRANT SELECT(updated_at) ON TABLE public.chats TO authenticated;

GRANT SELECT(model),UPDATE(model) ON TABLE public.chats TO authenticated;

GRANT SELECT(max_tokens),UPDATE(max_tokens) ON TABLE public.chats TO authenticated;

GRANT SELECT(temperature),UPDATE(temperature) ON TABLE public.chats TO authenticated;

GRANT SELECT(top_p),UPDATE(top_p) ON TABLE public.chats TO authenticated;

GRANT SELECT(top_k),UPDATE(top_k) ON TABLE public.chats TO authenticated;

GRANT SELECT(frequency_penalty),UPDATE(frequency_penalty) ON TABLE public.chats TO authenticated;

REVOKE ALL ON FUNCTION private.character_of_chat(of_site public.sites, of_chat public.chats, by_slug text, preferred_language text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.character_of_chat(of_site public.sites, of_chat public.chats, by_slug text, preferred_language text) TO service_role;

REVOKE ALL ON FUNCTION private.chat_of_turn(turn jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION private.chat_of_turn(turn jsonb) TO service_role;

REVOKE ALL ON FUNCTION private.choose_character(of_site_id uuid, by_slug text, preferred_language text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.choose_character(of_site_id uuid, by_slug text, preferred_language text) TO service_role;

REVOKE ALL ON FUNCTION private.close_stream_log(of_stream_id uuid, last_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION private.close_stream_log(of_stream_id uuid, last_events jsonb) TO service_role;

REVOKE ALL ON FUNCTION private.count_chats() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.count_likes() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.count_messages() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.delete_subtrees() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.descendants_of(removed_ids uuid[], removed_parents jsonb, OUT ids uuid[], OUT parents jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION private.end_event(answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.end_event(answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.end_stream_log(answer public.messages, last_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION private.end_stream_log(answer public.messages, last_events jsonb) TO service_role;

REVOKE ALL ON FUNCTION private.ended_as(status text, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.ended_as(status text, said text) TO service_role;

REVOKE ALL ON FUNCTION private.erase_unused_visitors(max_visitors integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.erase_unused_visitors(max_visitors integer) TO service_role;

REVOKE ALL ON FUNCTION private.model_problem_in_words(problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.model_problem_in_words(problem text) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_health TO service_role;

REVOKE ALL ON FUNCTION private.failing_entry(h public.model_health) FROM PUBLIC;
GRANT ALL ON FUNCTION private.failing_entry(h public.model_health) TO service_role;

REVOKE ALL ON FUNCTION private.find_same_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.find_same_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.first_answer(user_message_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.first_answer(user_message_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.follow_site_into_catalogue() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.guard_character_counts() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.guard_greeting() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.guard_message_count() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.has_due_jobs() FROM PUBLIC;
GRANT ALL ON FUNCTION private.has_due_jobs() TO service_role;

REVOKE ALL ON FUNCTION private.hold_characters_of_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.hold_conversation(of_answer_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hold_conversation(of_answer_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.hold_owner_of_usage(of_stream_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hold_owner_of_usage(of_stream_id uuid) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profiles TO service_role;

GRANT SELECT(id) ON TABLE public.profiles TO authenticated;

GRANT SELECT(site_id) ON TABLE public.profiles TO authenticated;

GRANT SELECT(display_name) ON TABLE public.profiles TO authenticated;

GRANT SELECT(created_at) ON TABLE public.profiles TO authenticated;

REVOKE ALL ON FUNCTION private.hold_profile(visitor_id uuid, of_site_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hold_profile(visitor_id uuid, of_site_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.hold_streams(reported uuid[], OUT held uuid[], OUT running uuid[], OUT due uuid[], OUT stopping uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hold_streams(reported uuid[], OUT held uuid[], OUT running uuid[], OUT due uuid[], OUT stopping uuid[]) TO service_role;

REVOKE ALL ON FUNCTION private.hold_unended(of_stream_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hold_unended(of_stream_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.is_another_turn(turn jsonb, of_site public.sites, of_chat public.chats, known public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_another_turn(turn jsonb, of_site public.sites, of_chat public.chats, known public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.stream_lease_margin() FROM PUBLIC;
GRANT ALL ON FUNCTION private.stream_lease_margin() TO service_role;

REVOKE ALL ON FUNCTION private.is_lease_due(lease_expires_at timestamp with time zone, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_lease_due(lease_expires_at timestamp with time zone, at timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION private.is_origin_allowed(origin text, patterns text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.is_origin_allowed(origin text, patterns text[]) TO service_role;

REVOKE ALL ON FUNCTION private.keep_character_with_chats() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.keep_site_with_visitors() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.last_hundred(times integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.last_hundred(times integer[]) TO service_role;

REVOKE ALL ON FUNCTION private.lock_model_health(subjects text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.lock_model_health(subjects text[]) TO service_role;

REVOKE ALL ON FUNCTION private.logged_answer(of_stream_id uuid, OUT said text, OUT last_stored integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.logged_answer(of_stream_id uuid, OUT said text, OUT last_stored integer) TO service_role;

REVOKE ALL ON FUNCTION private.logged_events(of_stream_id uuid, after_sequence integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.logged_events(of_stream_id uuid, after_sequence integer) TO service_role;

REVOKE ALL ON FUNCTION private.may_go_on(status text, finish_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.may_go_on(status text, finish_reason text) TO service_role;

REVOKE ALL ON FUNCTION private.may_yet_end(status text, error_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.may_yet_end(status text, error_code text) TO service_role;

REVOKE ALL ON FUNCTION private.milliseconds_until(moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION private.milliseconds_until(moment timestamp with time zone) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.models TO service_role;

REVOKE ALL ON FUNCTION private.model_entry(m public.models) FROM PUBLIC;
GRANT ALL ON FUNCTION private.model_entry(m public.models) TO service_role;

REVOKE ALL ON FUNCTION private.most_job_attempts() FROM PUBLIC;
GRANT ALL ON FUNCTION private.most_job_attempts() TO service_role;

REVOKE ALL ON FUNCTION private.move_leaves(chat_ids uuid[], gone jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION private.newest_leaf(message_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION private.next_cooldown_ms(last_ms integer, asked_ms integer, longest_ms integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.next_cooldown_ms(last_ms integer, asked_ms integer, longest_ms integer) TO service_role;

REVOKE ALL ON FUNCTION private.place_of_new_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.place_of_new_turn(turn jsonb, of_site public.sites, of_chat public.chats, OUT outcome text, OUT answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.place_of_turn(turn jsonb, of_site public.sites, of_chat public.chats) FROM PUBLIC;
GRANT ALL ON FUNCTION private.place_of_turn(turn jsonb, of_site public.sites, of_chat public.chats) TO service_role;

REVOKE ALL ON FUNCTION private.publish_characters() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.read_history(last_message_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.read_history(last_message_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.record_abandoned(of_stream_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.record_abandoned(of_stream_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.record_attempts(of_stream_id uuid, attempts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION private.record_attempts(of_stream_id uuid, attempts jsonb) TO service_role;

REVOKE ALL ON FUNCTION private.refusal_of_site(site public.sites, origin text, model text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.refusal_of_site(site public.sites, origin text, model text) TO service_role;

REVOKE ALL ON FUNCTION private.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.restart_stream(answer_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.restart_stream(answer_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.retold_answer(answer public.messages, after_sequence integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.retold_answer(answer public.messages, after_sequence integer) TO service_role;

REVOKE ALL ON FUNCTION private.running_stream(of_chat_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.running_stream(of_chat_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.schedule_erasing() FROM PUBLIC;
GRANT ALL ON FUNCTION private.schedule_erasing() TO service_role;

REVOKE ALL ON FUNCTION private.schedule_pruning() FROM PUBLIC;
GRANT ALL ON FUNCTION private.schedule_pruning() TO service_role;

REVOKE ALL ON FUNCTION private.settings_context(s public.sites, t public.chats, c public.characters) FROM PUBLIC;
GRANT ALL ON FUNCTION private.settings_context(s public.sites, t public.chats, c public.characters) TO service_role;

REVOKE ALL ON FUNCTION private.settle_abandoned(answer_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.settle_abandoned(answer_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.settle_calls(of_visitor_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.settle_calls(of_visitor_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.settle_if_abandoned(answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.settle_if_abandoned(answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.show_answer(of_chat_id uuid, answer_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.show_answer(of_chat_id uuid, answer_id uuid) TO service_role;

REVOKE ALL ON FUNCTION private.slow_after_ms(times integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.slow_after_ms(times integer[]) TO service_role;

REVOKE ALL ON FUNCTION private.store_chunks(chunks jsonb, of_streams uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.store_chunks(chunks jsonb, of_streams uuid[]) TO service_role;

REVOKE ALL ON FUNCTION private.stream_lease() FROM PUBLIC;
GRANT ALL ON FUNCTION private.stream_lease() TO service_role;

REVOKE ALL ON FUNCTION private.told_of_streams(reported uuid[], held uuid[], stopping uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.told_of_streams(reported uuid[], held uuid[], stopping uuid[]) TO service_role;

REVOKE ALL ON FUNCTION private.touch_updated_at() FROM PUBLIC;

REVOKE ALL ON FUNCTION private.turn_context(turn jsonb, outcome text, of_site public.sites, of_chat public.chats, of_character public.characters, answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.turn_context(turn jsonb, outcome text, of_site public.sites, of_chat public.chats, of_character public.characters, answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.write_messages(turn jsonb, of_chat public.chats, greeting_id uuid, greeting text, user_message_id uuid, answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.write_messages(turn jsonb, of_chat public.chats, greeting_id uuid, greeting text, user_message_id uuid, answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION private.write_turn(turn jsonb, of_character public.characters, INOUT chat public.chats, INOUT answer public.messages) FROM PUBLIC;
GRANT ALL ON FUNCTION private.write_turn(turn jsonb, of_character public.characters, INOUT chat public.chats, INOUT answer public.messages) TO service_role;

REVOKE ALL ON FUNCTION public.append_stream_chunks(chunks jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.append_stream_chunks(chunks jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.begin_avatar_call(visitor_id uuid, is_anonymous boolean, site_key text, origin text, chat_id uuid, character_slug text, language text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_avatar_call(visitor_id uuid, is_anonymous boolean, site_key text, origin text, chat_id uuid, character_slug text, language text) TO service_role;

REVOKE ALL ON FUNCTION public.begin_turn(turn jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_turn(turn jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.continue_turn(turn jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.continue_turn(turn jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.end_call(call_id uuid, visitor_id uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_call(call_id uuid, visitor_id uuid, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.erase_unused_visitors(max_visitors integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_unused_visitors(max_visitors integer) TO service_role;

REVOKE ALL ON FUNCTION public.fail_job(job_id bigint, attempt integer, code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.fail_job(job_id bigint, attempt integer, code text) TO service_role;

REVOKE ALL ON FUNCTION public.finish_job(job_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.finish_job(job_id bigint) TO service_role;

REVOKE ALL ON FUNCTION public.finish_turn(stream_id uuid, status text, content text, events jsonb, finish_reason text, model text, provider text, input_tokens integer, output_tokens integer, error_code text, attempts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.finish_turn(stream_id uuid, status text, content text, events jsonb, finish_reason text, model text, provider text, input_tokens integer, output_tokens integer, error_code text, attempts jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.lease_model_probe(subjects text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lease_model_probe(subjects text[]) TO service_role;

REVOKE ALL ON FUNCTION public.list_chats(site_id uuid, character_id uuid, before_time timestamp with time zone, before_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_chats(site_id uuid, character_id uuid, before_time timestamp with time zone, before_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.list_chats(site_id uuid, character_id uuid, before_time timestamp with time zone, before_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.open_session(site_key text, origin text, character_slug text, language text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_session(site_key text, origin text, character_slug text, language text) TO service_role;

REVOKE ALL ON FUNCTION public.prune_stream_chunks(max_streams integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.prune_stream_chunks(max_streams integer) TO service_role;

REVOKE ALL ON FUNCTION public.read_model_registry() FROM PUBLIC;
GRANT ALL ON FUNCTION public.read_model_registry() TO service_role;

REVOKE ALL ON FUNCTION public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.read_stream(stream_id uuid, visitor_id uuid, after_sequence integer) TO service_role;

REVOKE ALL ON FUNCTION public.record_first_tokens(samples jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_first_tokens(samples jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.reject_model_parameter(model_id text, parameter text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reject_model_parameter(model_id text, parameter text) TO service_role;

REVOKE ALL ON FUNCTION public.release_model_probe(subjects text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.release_model_probe(subjects text[]) TO service_role;

REVOKE ALL ON FUNCTION public.report_model_failure(subject text, cooldown_ms bigint, code text, longest_ms bigint, problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.report_model_failure(subject text, cooldown_ms bigint, code text, longest_ms bigint, problem text) TO service_role;

REVOKE ALL ON FUNCTION public.report_model_success(subjects text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.report_model_success(subjects text[]) TO service_role;

REVOKE ALL ON FUNCTION public.request_stop(stream_id uuid, visitor_id uuid, heard_characters integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.request_stop(stream_id uuid, visitor_id uuid, heard_characters integer) TO service_role;

REVOKE ALL ON FUNCTION public.take_job(kinds text[], lock_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_job(kinds text[], lock_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION public.touch_call(call_id uuid, visitor_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.touch_call(call_id uuid, visitor_id uuid) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.usage_events TO service_role;

GRANT SELECT ON TABLE public.answers_by_day TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calls TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.character_likes TO service_role;
GRANT DELETE ON TABLE public.character_likes TO authenticated;

GRANT SELECT(character_id),INSERT(character_id) ON TABLE public.character_likes TO authenticated;

GRANT SELECT(user_id),INSERT(user_id) ON TABLE public.character_likes TO authenticated;

GRANT SELECT(created_at) ON TABLE public.character_likes TO authenticated;

GRANT SELECT ON TABLE public.failures_by_model TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_first_tokens TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_providers TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.site_members TO service_role;

GRANT SELECT(site_id) ON TABLE public.site_members TO authenticated;

GRANT SELECT(user_id) ON TABLE public.site_members TO authenticated;

GRANT SELECT(role) ON TABLE public.site_members TO authenticated;

GRANT SELECT(created_at) ON TABLE public.site_members TO authenticated;

GRANT SELECT ON TABLE public.slow_answers TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stream_chunks TO service_role;

GRANT SELECT ON TABLE public.tokens_by_site TO service_role;

CREATE TRIGGER users_hold_characters BEFORE DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION private.hold_characters_of_user();
