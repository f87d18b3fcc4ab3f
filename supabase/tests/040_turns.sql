begin;
select plan(61);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'eva', language => 'ru');
select tests.create_character('site', 'nora');
select tests.create_character('site', 'hidden', 'unlisted');
select tests.create_character('site', 'draft', 'private');
select tests.create_character('other-site', 'stranger');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);
select tests.create_user('rita');

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns text
language sql return (select begun ->> key from turns where name = turn);

select tests.act_as_role('service_role');
-- The tests' own tables and functions are the superuser's.
reset role;
grant all on turns to service_role;
grant execute on all functions in schema tests to service_role;
grant execute on function pg_temp.part to service_role;
set local role service_role;

-- Sessions
create function pg_temp.outcome(session jsonb) returns text language sql return session ->> 'outcome';
select is(pg_temp.outcome(public.open_session('nowhere', 'http://localhost')), 'site_not_found', 'an unknown key opens no session');
select is(pg_temp.outcome(public.open_session('site', 'https://evil.org')), 'origin_not_allowed', 'a foreign page opens no session');
select is(pg_temp.outcome(public.open_session('site', null)), 'origin_not_allowed', 'no page opens no session');
select is(pg_temp.outcome(public.open_session('site', 'http://localhost', 'draft')), 'character_not_found', 'a private character is not found');
select is(pg_temp.outcome(public.open_session('site', 'http://localhost', 'stranger')), 'character_not_found', 'another site''s character is not found');
select is(public.open_session('site', 'http://localhost', 'hidden') #>> '{character,slug}', 'hidden', 'an unlisted character is found by its slug');
select is(public.open_session('site', 'http://localhost') #>> '{character,slug}', 'nora', 'the site''s language chooses the character');
select is(public.open_session('site', 'http://localhost', language => 'ru') #>> '{character,slug}', 'eva', 'the visitor''s language chooses the character');
select is(
  jsonb_path_query_array(public.open_session('site', 'http://localhost'), '$.characters[*].slug'), '["eva", "nora"]',
  'the catalogue holds the public characters'
);
select is(
  (select array_agg(key order by key) from jsonb_object_keys(public.open_session('site', 'http://localhost') -> 'character') as key),
  array['description', 'greeting', 'id', 'language', 'name', 'portrait', 'slug', 'tagline'],
  'a card holds nothing of the prompt'
);

-- The first turn
select is(tests.begin_turn('guest', 'x', site_key => 'nowhere') ->> 'outcome', 'site_not_found', 'an unknown site has no turns');
select is(public.begin_turn('{"siteKey": "nowhere", "invented": {}}') ->> 'outcome', 'site_not_found', 'what a turn has no use for is not looked at');
select is(tests.begin_turn('guest', 'x', origin => 'https://evil.org') ->> 'outcome', 'origin_not_allowed', 'a foreign page has no turns');
select is(tests.begin_turn('guest', 'x', character_slug => 'draft') ->> 'outcome', 'character_not_found', 'a private character has no turns');
select is(tests.begin_turn('guest', 'x', chat_id => gen_random_uuid()) ->> 'outcome', 'chat_not_found', 'an unknown chat has no turns');
select is(tests.begin_turn('nobody', 'x') ->> 'outcome', 'visitor_not_found', 'an erased visitor has no turns');
select is_empty('select id from public.chats', 'a refused turn leaves nothing behind');

insert into turns select 'one', tests.begin_turn('guest', 'one', 'Hello');
select is(pg_temp.part('one', 'outcome'), 'started', 'the first turn starts');
select is(pg_temp.part('one', 'history')::jsonb, '[{"role": "assistant", "content": "Hello from nora"}, {"role": "user", "content": "Hello"}]', 'the history begins with the greeting and ends with what was said');
select is((select begun #>> '{character,personality}' from turns), 'Kind.', 'the character''s prompt comes along');
select results_eq(
  'select role, status, content from public.messages order by parent_id is not null, role desc',
  $$values ('assistant', 'complete', 'Hello from nora'), ('user', 'complete', 'Hello'), ('assistant', 'streaming', '')$$,
  'greeting, message and answer are stored before any model is asked'
);
select is((select site_id from public.profiles where id = tests.id('guest')), tests.id('site'), 'an anonymous visitor is bound to the first site');
select is(tests.begin_turn('guest', 'y', site_key => 'other-site') ->> 'outcome', 'wrong_site', 'and may not talk on another');

-- The same turn again
select is(tests.begin_turn('guest', 'one', 'Hello') ->> 'outcome', 'attached', 'the same message again attaches');
select is(tests.begin_turn('guest', 'one', 'Hello') ->> 'streamId', pg_temp.part('one', 'streamId'), 'to the same stream');
select is(tests.begin_turn('guest', 'one', 'Goodbye') ->> 'outcome', 'idempotency_conflict', 'the same id with another text is a conflict');
select is(
  tests.begin_turn('guest', 'two', chat_id => pg_temp.part('one', 'chatId')::uuid) - 'outcome',
  jsonb_build_object('streamId', pg_temp.part('one', 'streamId')), 'another message while one streams is told the stream'
);
select is(tests.begin_turn('guest', 'two', chat_id => pg_temp.part('one', 'chatId')::uuid) ->> 'outcome', 'turn_in_progress', 'and that a turn is in progress');

-- The stream
select is(
  public.append_stream_chunks(jsonb_build_array(
    jsonb_build_object('streamId', pg_temp.part('one', 'streamId'), 'firstSequence', 1, 'lastSequence', 2, 'events',
      '[{"sequence": 1, "event": {"type": "text-delta", "text": "Wrong"}}, {"sequence": 2, "event": {"type": "reset"}}]'::jsonb),
    jsonb_build_object('streamId', gen_random_uuid(), 'firstSequence', 1, 'lastSequence', 1)
  )) -> 'stopRequested' ->> 0 is not null, true, 'a stream nobody waits for is to be stopped'
);
select is(
  public.append_stream_chunks(jsonb_build_array(
    jsonb_build_object('streamId', pg_temp.part('one', 'streamId'), 'firstSequence', 3, 'lastSequence', 4, 'events',
      '[{"sequence": 3, "event": {"type": "text-delta", "text": "Good "}}, {"sequence": 4, "event": {"type": "text-delta", "text": "day"}}]'::jsonb)
  )), '{"stopRequested": [], "skipped": []}', 'chunks are stored'
);
select is(
  jsonb_path_query_array(public.read_stream(pg_temp.part('one', 'streamId')::uuid, tests.id('guest'), 2), '$.events[*].sequence'),
  '[3, 4]', 'a stream is read on from where one was'
);
select is(
  public.read_stream(pg_temp.part('one', 'streamId')::uuid, tests.id('other'), 0), '{"outcome": "stream_not_found"}',
  'another visitor''s stream is not found'
);
select is(
  public.request_stop(pg_temp.part('one', 'streamId')::uuid, tests.id('other')), '{"outcome": "stream_not_found"}',
  'another visitor''s stream is not stopped'
);
select is(
  public.request_stop(pg_temp.part('one', 'streamId')::uuid, tests.id('guest')), '{"outcome": "stopping"}',
  'a visitor stops the own stream'
);
select is(
  public.append_stream_chunks(jsonb_build_array(
    jsonb_build_object('streamId', pg_temp.part('one', 'streamId'), 'firstSequence', 5, 'lastSequence', 5)
  )) -> 'stopRequested', jsonb_build_array(pg_temp.part('one', 'streamId')), 'the stream''s server hears of it with its next report'
);
select is(
  public.finish_turn(pg_temp.part('one', 'streamId')::uuid, 'stopped', 'Good day', '[{"sequence": 5, "event": {"type": "message-end"}}]', 'stopped'),
  '{"finished": true, "jobsDue": false}', 'the answer is settled'
);
select is(
  public.finish_turn(pg_temp.part('one', 'streamId')::uuid, 'complete', 'Else', '[]'), '{"finished": false, "jobsDue": false}', 'once'
);
select results_eq(
  $$select status, content, finish_reason from public.messages where role = 'assistant' and parent_id is not null$$,
  $$values ('stopped', 'Good day', 'stopped')$$, 'with what was said'
);
select is(
  public.request_stop(pg_temp.part('one', 'streamId')::uuid, tests.id('guest')), '{"outcome": "ended"}',
  'a stream that ended cannot be stopped'
);

-- A server that died
insert into turns select 'two', tests.begin_turn('guest', 'two', 'And now?', chat_id => pg_temp.part('one', 'chatId')::uuid);
select is(
  jsonb_path_query_array(pg_temp.part('two', 'history')::jsonb, '$[*].content'),
  '["Hello from nora", "Hello", "Good day", "And now?"]', 'the history follows the shown branch'
);
select public.append_stream_chunks(jsonb_build_array(
  jsonb_build_object('streamId', pg_temp.part('two', 'streamId'), 'firstSequence', 1, 'lastSequence', 4, 'events',
    '[{"sequence": 1, "event": {"type": "text-delta", "text": "Wrong"}}, {"sequence": 2, "event": {"type": "reset"}},
      {"sequence": 3, "event": {"type": "text-delta", "text": "Half "}}, {"sequence": 4, "event": {"type": "text-delta", "text": "an answer"}}]'::jsonb)
));
update public.messages set lease_expires_at = now() - interval '1 second' where status = 'streaming';
select is(
  public.read_stream(pg_temp.part('two', 'streamId')::uuid, tests.id('guest'), 4) -> 'status', '"interrupted"',
  'an answer whose server has not reported is interrupted'
);
select is(
  public.read_stream(pg_temp.part('two', 'streamId')::uuid, tests.id('guest'), 4) #> '{events,0,event,code}', '"stream_interrupted"',
  'its stream ends with an error'
);
select is(
  (select content from public.messages where id = pg_temp.part('two', 'messageId')::uuid), 'Half an answer',
  'what was said since the last reset is kept'
);
select is(
  public.finish_turn(pg_temp.part('two', 'streamId')::uuid, 'interrupted', 'Half an answer and more', '[]', error_code => 'gap_timeout'),
  '{"finished": true, "jobsDue": false}', 'a server that comes back late is heard'
);
select is(tests.begin_turn('guest', 'two', 'And now?') ->> 'outcome', 'attached', 'an interrupted answer stands');

insert into turns select 'three', tests.begin_turn('guest', 'three', 'Are you there?', chat_id => pg_temp.part('one', 'chatId')::uuid);
update public.messages set lease_expires_at = now() - interval '1 second' where status = 'streaming';
insert into turns select 'four', tests.begin_turn('guest', 'four', 'Hello?', chat_id => pg_temp.part('one', 'chatId')::uuid);
select is(pg_temp.part('four', 'outcome'), 'started', 'a dead stream does not stand in the way of the next turn');
select is(
  (select status from public.messages where id = pg_temp.part('three', 'messageId')::uuid), 'failed',
  'an answer of no words has failed'
);
select is(
  jsonb_path_query_array(pg_temp.part('four', 'history')::jsonb, '$[*].content') -> -2, '"Are you there?"',
  'and is left out of the history'
);

-- Trying again
select public.finish_turn(pg_temp.part('four', 'streamId')::uuid, 'interrupted', '', '[{"sequence": 1, "event": {"type": "error"}}]', error_code => 'model_unavailable');
select is(
  (select status from public.messages where id = pg_temp.part('four', 'messageId')::uuid), 'failed',
  'an interruption before the first word is a failure'
);
insert into turns select 'four again', tests.begin_turn('guest', 'four', 'Hello?', chat_id => pg_temp.part('one', 'chatId')::uuid);
select is(pg_temp.part('four again', 'outcome'), 'started', 'a failed turn sent again starts again');
select is(pg_temp.part('four again', 'messageId'), pg_temp.part('four', 'messageId'), 'as the same message');
select isnt(pg_temp.part('four again', 'streamId'), pg_temp.part('four', 'streamId'), 'in another stream');
select is(
  public.read_stream(pg_temp.part('four again', 'streamId')::uuid, tests.id('guest'), 0) -> 'events', '[]',
  'which begins empty'
);
select public.finish_turn(pg_temp.part('four again', 'streamId')::uuid, 'complete', 'Here I am', '[]');

-- Regenerating
select is(
  tests.begin_turn('guest', 'five', null, chat_id => pg_temp.part('one', 'chatId')::uuid,
    regenerate_message_id => pg_temp.part('four', 'userMessageId')::uuid) ->> 'outcome',
  'message_not_found', 'only an answer is regenerated'
);
select is(
  tests.begin_turn('guest', 'five', null, chat_id => pg_temp.part('one', 'chatId')::uuid,
    regenerate_message_id => (select id from public.messages where parent_id is null)) ->> 'outcome',
  'message_not_found', 'and not the greeting'
);
insert into turns select 'five', tests.begin_turn('guest', 'five', null, chat_id => pg_temp.part('one', 'chatId')::uuid,
  regenerate_message_id => pg_temp.part('four', 'messageId')::uuid);
select is(pg_temp.part('five', 'userMessageId'), pg_temp.part('four', 'userMessageId'), 'a variant answers the same message');
select is(pg_temp.part('five', 'history'), pg_temp.part('four again', 'history'), 'from the same history');
select is(
  tests.begin_turn('guest', 'five', null, chat_id => pg_temp.part('one', 'chatId')::uuid,
    regenerate_message_id => pg_temp.part('four', 'messageId')::uuid) ->> 'outcome',
  'attached', 'and is made once'
);

-- Other people's chats
select is(
  tests.begin_turn('other', 'theirs', chat_id => pg_temp.part('one', 'chatId')::uuid) ->> 'outcome', 'chat_not_found',
  'another visitor''s chat is not found'
);
select is(
  tests.begin_turn('rita', 'theirs', site_key => 'other-site', is_anonymous => false) ->> 'outcome', 'started',
  'a registered visitor may talk on any site'
);
insert into turns select 'long', tests.begin_turn('rita', 'long', is_anonymous => false, language => 'ru');
select is((select begun #>> '{character,name}' from turns where name = 'long'), 'Eva', 'a new chat is with the language''s character');

select * from finish();
rollback;
