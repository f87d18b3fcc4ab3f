-- What the suite's files share: people to act as, and something to talk about. Never deployed.

create schema if not exists tests;
grant usage on schema tests to public;

-- The same name is the same id, in every file.
create or replace function tests.id(name text) returns uuid
language sql immutable
return md5(name)::uuid;

create or replace function tests.create_user(name text, is_anonymous boolean default false)
returns uuid
language sql
begin atomic
  insert into auth.users (id, email, is_anonymous)
  values (tests.id(name), case when not is_anonymous then name || '@example.com' end, is_anonymous)
  returning id;
end;

-- The database sees what it would see from the Data API with this person's token.
create or replace function tests.act_as(name text, is_anonymous boolean default false) returns void
language plpgsql
as $$
declare
  claims jsonb := jsonb_build_object(
    'sub', tests.id(name), 'role', 'authenticated', 'is_anonymous', is_anonymous
  );
begin
  perform set_config('request.jwt.claims', claims::text, true);
  perform set_config('request.jwt.claim.sub', claims ->> 'sub', true);
  perform set_config('role', 'authenticated', true);
end
$$;

create or replace function tests.act_as_role(role text) returns void
language plpgsql
as $$
begin
  perform set_config('request.jwt.claims', '', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('role', role, true);
end
$$;

create or replace function tests.create_site(site_key text) returns uuid
language sql
begin atomic
  insert into public.sites (id, site_key, name, allowed_origins)
  values (tests.id(site_key), site_key, site_key, array['http://localhost:*'])
  returning id;
end;

create or replace function tests.create_character(
  site_key text, slug text, visibility text default 'public', language text default 'en'
) returns uuid
language sql
begin atomic
  insert into public.characters (id, site_id, slug, name, greeting, personality, language, visibility)
  values (
    tests.id(slug), tests.id(site_key), slug, initcap(slug), 'Hello from ' || slug, 'Kind.',
    language, visibility
  )
  returning id;
end;

-- A turn from a page on localhost, as the chat function begins it.
create or replace function tests.begin_turn(
  visitor text,
  turn text,
  content text default 'Hello',
  site_key text default 'site',
  is_anonymous boolean default true,
  chat_id uuid default null,
  character_slug text default null,
  regenerate_message_id uuid default null,
  origin text default 'http://localhost:5173',
  language text default null,
  model text default null
) returns jsonb
language sql
return public.begin_turn(jsonb_build_object(
  'visitorId', tests.id(visitor),
  'isAnonymous', is_anonymous,
  'siteKey', site_key,
  'origin', origin,
  'clientMessageId', tests.id(turn),
  'channel', 'text',
  'content', content,
  'chatId', chat_id,
  'characterSlug', character_slug,
  'language', language,
  'regenerateMessageId', regenerate_message_id,
  'model', model
));

-- The rest of an answer, asked for from a page on localhost.
create or replace function tests.continue_turn(
  visitor text,
  chat_id uuid,
  message_id uuid,
  site_key text default 'site',
  is_anonymous boolean default true,
  origin text default 'http://localhost:5173',
  channel text default 'text',
  model text default null
) returns jsonb
language sql
return public.continue_turn(jsonb_build_object(
  'visitorId', tests.id(visitor),
  'isAnonymous', is_anonymous,
  'siteKey', site_key,
  'origin', origin,
  'chatId', chat_id,
  'continueMessageId', message_id,
  'channel', channel,
  'model', model
));

-- A whole turn: begun and answered.
create or replace function tests.take_turn(
  visitor text, turn text, chat_id uuid default null, site_key text default 'site',
  is_anonymous boolean default true, character_slug text default null
) returns jsonb
language plpgsql
as $$
declare
  begun jsonb := tests.begin_turn(
    visitor, turn, 'Said in ' || turn, site_key, is_anonymous, chat_id, character_slug
  );
begin
  perform public.finish_turn(
    (begun ->> 'streamId')::uuid, 'complete', 'Answer to ' || turn,
    '[{"sequence": 1, "event": {"type": "message-end"}}]', 'stop'
  );
  return begun;
end
$$;
