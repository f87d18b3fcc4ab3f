-- Answers that broke off go on.
begin;
select plan(50);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'nora');
select tests.create_character('other-site', 'stranger');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns text
language sql return (select begun ->> key from turns where name = turn);
grant all on turns to service_role;
grant execute on all functions in schema tests to service_role;
grant execute on function pg_temp.part to service_role;
set local role service_role;

create function pg_temp.continue(turn text, channel text default 'text', model text default null) returns jsonb
language sql return tests.continue_turn(
  'guest', pg_temp.part(turn, 'chatId')::uuid, pg_temp.part(turn, 'messageId')::uuid,
  channel => channel, model => model
);
create function pg_temp.answer() returns public.messages
language sql return (
  select m from public.messages as m where m.id = pg_temp.part('one', 'messageId')::uuid
);
-- A stored chunk of one event, as the stream's server writes it.
create function pg_temp.store(turn text, sequence integer, event jsonb) returns void
language sql begin atomic
  select public.append_stream_chunks(jsonb_build_array(jsonb_build_object(
    'streamId', pg_temp.part(turn, 'streamId'), 'firstSequence', sequence, 'lastSequence', sequence,
    'events', jsonb_build_array(jsonb_build_object('sequence', sequence, 'event', event))
  )));
end;
create function pg_temp.die() returns void
language sql begin atomic
  update public.messages set lease_expires_at = now() - interval '1 second' where status = 'streaming';
end;

insert into turns select 'one', tests.begin_turn('guest', 'one', 'Tell me a story');
select is(pg_temp.continue('one') ->> 'outcome', 'attached', 'an answer that still streams is attached to');
select is(pg_temp.continue('one') ->> 'streamId', pg_temp.part('one', 'streamId'), 'in its own stream');
select is(pg_temp.continue('one') ->> 'textSoFar', '', 'whose text comes with the stream');
select pg_temp.store('one', 1, '{"type": "text-delta", "text": "Once upon"}');
select public.finish_turn(pg_temp.part('one', 'streamId')::uuid, 'interrupted', 'Once upon', '[]', error_code => 'gap_timeout', model => 'a', provider => 'groq');

-- Going on
select is(
  tests.begin_turn('guest', 'one', 'Tell me a story') ->> 'outcome', 'attached',
  'sending the message again does not go on'
);
insert into turns select 'more', pg_temp.continue('one', channel => 'voice');
select is(pg_temp.part('more', 'outcome'), 'started', 'an interrupted answer goes on');
select is(pg_temp.part('more', 'messageId'), pg_temp.part('one', 'messageId'), 'as the same message');
select is(pg_temp.part('more', 'userMessageId'), pg_temp.part('one', 'userMessageId'), 'to the same question');
select isnt(pg_temp.part('more', 'streamId'), pg_temp.part('one', 'streamId'), 'in another stream');
select is(pg_temp.part('more', 'textSoFar'), 'Once upon', 'from where it broke off');
select is(
  jsonb_path_query_array(pg_temp.part('more', 'history')::jsonb, '$[*].content'), '["Hello from nora", "Tell me a story"]',
  'with what was said before it'
);
select is(
  pg_temp.part('more', 'settings')::jsonb -> 'maxTokens', '2048', 'and all else that an answer needs'
);
select is((pg_temp.answer()).content, 'Once upon', 'what was said stays while more is said');
select is((pg_temp.answer()).status, 'streaming', 'by an answer that streams');
select is((pg_temp.answer()).channel, 'voice', 'through the channel it is asked for through');
select is((pg_temp.answer()).error_code, null, 'and has not failed');
select is(
  public.read_stream(pg_temp.part('one', 'streamId')::uuid, tests.id('guest'), 0) ->> 'outcome', 'stream_not_found',
  'the stream that broke off is gone'
);
select is(
  public.read_stream(pg_temp.part('more', 'streamId')::uuid, tests.id('guest'), 0) -> 'events', '[]',
  'the new one begins empty'
);
select is(pg_temp.continue('one') ->> 'outcome', 'attached', 'asked again, it goes on once');
select is(pg_temp.continue('one') ->> 'streamId', pg_temp.part('more', 'streamId'), 'in one stream');
select is(
  tests.begin_turn('guest', 'two', 'Hello?', chat_id => pg_temp.part('one', 'chatId')::uuid),
  jsonb_build_object('outcome', 'turn_in_progress', 'streamId', pg_temp.part('more', 'streamId')),
  'no other turn begins meanwhile'
);

-- Servers that die while it goes on
select pg_temp.die();
insert into turns select 'again', pg_temp.continue('one');
select is(pg_temp.part('again', 'outcome'), 'started', 'one that died before its first chunk goes on again');
select is(pg_temp.part('again', 'textSoFar'), 'Once upon', 'and nothing that was said is lost');
select pg_temp.store('again', 1, '{"type": "meta"}');
select pg_temp.die();
select is(
  public.read_stream(pg_temp.part('again', 'streamId')::uuid, tests.id('guest'), 0) ->> 'status', 'interrupted',
  'one that died after its first chunk is interrupted'
);
select is((pg_temp.answer()).content, 'Once upon', 'with what was said');
insert into turns select 'third', pg_temp.continue('one');
select pg_temp.store('third', 1, '{"type": "text-delta", "text": "Once upon"}');
select pg_temp.store('third', 2, '{"type": "text-delta", "text": " a time"}');
select pg_temp.die();
select is(pg_temp.continue('one') ->> 'textSoFar', 'Once upon a time', 'one that has said more goes on after that');
update turns set begun = begun || jsonb_build_object('streamId', (pg_temp.answer()).stream_id) where name = 'third';
select pg_temp.store('third', 1, '{"type": "text-delta", "text": "Once upon a time, there"}');
select pg_temp.store('third', 2, '{"type": "reset"}');
select pg_temp.die();
select is(pg_temp.continue('one') ->> 'textSoFar', 'Once upon a time', 'after a reset it keeps what it had before');

-- Other ends
create function pg_temp.settle(status text, content text, finish_reason text default null) returns jsonb
language sql return public.finish_turn((pg_temp.answer()).stream_id, status, content, '[]', finish_reason);
select pg_temp.settle('stopped', 'Once upon a time a', 'stopped');
select is(pg_temp.continue('one') ->> 'textSoFar', 'Once upon a time a', 'a stopped answer goes on');
select pg_temp.settle('complete', 'Once upon a time a fox', 'length');
select is(pg_temp.continue('one') ->> 'textSoFar', 'Once upon a time a fox', 'one that grew too long goes on');
select pg_temp.settle('failed', '');
select is((pg_temp.answer()).status, 'interrupted', 'one that finds no more words has not failed');
select is((pg_temp.answer()).model, 'a', 'and is still by whoever said those there are');
select is(pg_temp.continue('one') ->> 'textSoFar', 'Once upon a time a fox', 'and keeps those it had');
select pg_temp.settle('complete', 'Once upon a time a fox slept.', 'stop');
select is(pg_temp.continue('one') ->> 'outcome', 'attached', 'one that is complete is attached to');
select is((pg_temp.answer()).content, 'Once upon a time a fox slept.', 'and stays as it is');

insert into turns select 'wordless', tests.begin_turn('other', 'wordless', 'Hello?');
select public.finish_turn(pg_temp.part('wordless', 'streamId')::uuid, 'failed', '', '[]', error_code => 'model_unavailable');
select is(
  tests.continue_turn('other', pg_temp.part('wordless', 'chatId')::uuid, pg_temp.part('wordless', 'messageId')::uuid) ->> 'outcome',
  'started', 'one that failed is tried again'
);

-- Which answer
insert into turns select 'two', tests.begin_turn('guest', 'two', 'And then?', chat_id => pg_temp.part('one', 'chatId')::uuid);
select is(pg_temp.continue('one') ->> 'outcome', 'message_not_found', 'an answer the chat has gone on from stays as it is');
select public.finish_turn(pg_temp.part('two', 'streamId')::uuid, 'stopped', 'It', '[]', 'stopped');
insert into turns select 'variant', tests.begin_turn(
  'guest', 'three', null, chat_id => pg_temp.part('one', 'chatId')::uuid,
  regenerate_message_id => pg_temp.part('two', 'messageId')::uuid
);
select is(
  pg_temp.continue('two'), jsonb_build_object('outcome', 'turn_in_progress', 'streamId', pg_temp.part('variant', 'streamId')),
  'while another variant streams, none goes on'
);
select pg_temp.die();
select is(pg_temp.continue('two') ->> 'outcome', 'started', 'nor does a dead one stand in the way');
select is(
  (select active_leaf_id from public.chats where visitor_id = tests.id('guest')), pg_temp.part('two', 'messageId')::uuid, 'the variant that goes on is shown'
);
select is(
  (select status from public.messages where id = pg_temp.part('variant', 'messageId')::uuid), 'failed',
  'and the dead one is settled'
);
select is(
  tests.continue_turn('guest', pg_temp.part('one', 'chatId')::uuid, message_id) ->> 'outcome', 'message_not_found',
  what || ' does not go on'
)
from (
  values
    ('a visitor''s message', pg_temp.part('two', 'userMessageId')::uuid),
    ('the greeting', (select id from public.messages where parent_id is null and visitor_id = tests.id('guest'))),
    ('a message of nowhere', gen_random_uuid())
) as messages (what, message_id);

-- Whose answer
select is(
  tests.continue_turn('other', pg_temp.part('two', 'chatId')::uuid, pg_temp.part('two', 'messageId')::uuid) ->> 'outcome',
  'chat_not_found', 'another visitor''s chat is not found'
);
select is(
  tests.continue_turn('guest', gen_random_uuid(), pg_temp.part('two', 'messageId')::uuid) ->> 'outcome',
  'chat_not_found', 'nor one of nowhere'
);
select is(
  tests.continue_turn('guest', pg_temp.part('two', 'chatId')::uuid, pg_temp.part('two', 'messageId')::uuid, site_key => site_key, origin => origin) ->> 'outcome',
  outcome, 'as everywhere: ' || outcome
)
from (
  values
    ('nowhere', 'http://localhost', 'site_not_found'),
    ('site', 'https://evil.org', 'origin_not_allowed'),
    ('other-site', 'http://localhost', 'wrong_site')
) as pages (site_key, origin, outcome);
select is(
  tests.continue_turn('guest', pg_temp.part('two', 'chatId')::uuid, pg_temp.part('two', 'messageId')::uuid, site_key => 'other-site', is_anonymous => false) ->> 'outcome',
  'chat_not_found', 'a chat is found on its own site only'
);
select is(pg_temp.continue('two', model => 'groq:a') ->> 'outcome', 'model_not_allowed', 'a model is chosen where the site allows it');
reset role;
update public.sites set visitors_choose_model = true;
set local role service_role;
select is(pg_temp.continue('two', model => 'groq:a') ->> 'selection', 'groq:a', 'and then answers');

reset role;
select * from finish();
rollback;
