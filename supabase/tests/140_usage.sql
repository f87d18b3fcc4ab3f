-- What answers cost is counted once and for ever.
begin;
select plan(42);

select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns uuid
language sql return (select (begun ->> key)::uuid from turns where name = turn);
create function pg_temp.attempt(number integer, outcome text, input integer, output integer, model text) returns jsonb
language sql return jsonb_build_object(
  'attempt', number, 'model', model, 'provider', 'groq', 'outcome', outcome, 'startedMs', 1000 * (number - 1),
  'inputTokens', input, 'outputTokens', output, 'firstTextMs', 300, 'totalMs', 900
);
create function pg_temp.finish(
  turn text, status text, content text, input integer default null, output integer default null, model text default 'a',
  attempts jsonb default null
) returns jsonb
language sql return public.finish_turn(
  pg_temp.part(turn, 'streamId'), status, content, '[]', model => model, provider => 'groq',
  input_tokens => input, output_tokens => output,
  attempts => coalesce(attempts, jsonb_build_array(pg_temp.attempt(
    1, case status when 'complete' then 'answered' when 'stopped' then 'stopped' else 'truncated' end, input, output, model
  )))
);
create function pg_temp.go_on(turn text) returns jsonb
language sql return tests.continue_turn('guest', pg_temp.part(turn, 'chatId'), pg_temp.part(turn, 'messageId'));
create function pg_temp.counted(turn text) returns table (model text, input integer, output integer, outcome text)
language sql begin atomic
  select u.model, u.input_tokens, u.output_tokens, u.outcome
  from public.usage_events as u
  where u.stream_id = pg_temp.part(turn, 'streamId');
end;
create function pg_temp.total(turn text) returns table (input integer, output integer)
language sql begin atomic
  select m.input_tokens, m.output_tokens from public.messages as m where m.id = pg_temp.part(turn, 'messageId');
end;
grant all on turns to service_role;
grant execute on all functions in schema tests to service_role;
set local role service_role;

-- A stream, a row
insert into turns select 'one', tests.begin_turn('guest', 'one', 'Hello');
select results_eq(
  $$select * from pg_temp.counted('one')$$, $$values (null, null::integer, null::integer, null)$$,
  'a running answer has cost nothing that is known'
);
select pg_temp.finish('one', 'interrupted', 'Once upon', 1000, 500);
select results_eq(
  $$select * from pg_temp.counted('one')$$, $$values ('a', 1000, 500, 'truncated')$$, 'one that broke off is counted'
);
select results_eq(
  'select site_id, visitor_id, chat_id, message_id from public.usage_events',
  $$select tests.id('site'), tests.id('guest'), pg_temp.part('one', 'chatId'), pg_temp.part('one', 'messageId')$$,
  'with all that it was for'
);
insert into turns select 'two', pg_temp.go_on('one');
select pg_temp.finish('two', 'complete', 'Once upon a time.', 1500, 20, 'b');
select results_eq(
  $$select * from pg_temp.counted('two')$$, $$values ('b', 1500, 20, 'answered')$$, 'its continuation has a row of its own'
);
select results_eq($$select * from pg_temp.counted('one')$$, $$values ('a', 1000, 500, 'truncated')$$, 'beside the first');
select results_eq($$select * from pg_temp.total('one')$$, 'values (2500, 520)', 'and the message adds up both');
select is(
  (select sum(u.input_tokens + u.output_tokens) from public.usage_events as u), 3020::bigint, 'as much as was used'
);

-- Once
select is(pg_temp.finish('two', 'complete', 'Once upon a time.', 1500, 20, 'b'), '{"finished": false, "jobsDue": false}', 'an end that is reported again');
select is(pg_temp.finish('one', 'complete', 'Late', 7, 7), '{"finished": false, "jobsDue": false}', 'or comes from a stream before');
select results_eq(
  'select count(*)::integer, sum(u.input_tokens)::integer from public.usage_events as u', 'values (2, 2500)', 'is not counted again'
);
select results_eq($$select * from pg_temp.total('one')$$, 'values (2500, 520)', 'nor added to the message');
select throws_ok(
  $$insert into public.usage_events (stream_id, outcome) values (pg_temp.part('one', 'streamId'), 'answered')$$, '23505', null,
  'by nobody'
);

-- Without figures
insert into turns select 'three', tests.begin_turn('guest', 'three', 'And?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.finish('three', 'stopped', 'So');
select results_eq(
  $$select * from pg_temp.counted('three')$$, $$values ('a', null::integer, null::integer, 'stopped')$$,
  'an answer whose provider told no tokens is counted without'
);
insert into turns select 'three on', pg_temp.go_on('three');
select pg_temp.finish('three on', 'complete', 'So it is', 10, 2);
select results_eq($$select * from pg_temp.total('three')$$, 'values (10, 2)', 'and adds nothing to what others told');
insert into turns select 'wordless', tests.begin_turn('guest', 'wordless', 'Hm?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.finish('wordless', 'interrupted', '', 40, 0);
select results_eq(
  $$select * from pg_temp.counted('wordless')$$, $$values ('a', 40, 0, 'truncated')$$, 'one that came to nothing has cost what it was asked'
);
insert into turns select 'wordless again', tests.begin_turn('guest', 'wordless', 'Hm?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.finish('wordless again', 'complete', 'Yes', 40, 1);
select results_eq($$select * from pg_temp.total('wordless')$$, 'values (80, 1)', 'each time');

-- A server that died, and one that only seemed so
create function pg_temp.die() returns void
language sql begin atomic
  update public.messages set lease_expires_at = now() - interval '1 second' where status = 'streaming';
end;
insert into turns select 'dead', tests.begin_turn('guest', 'dead', 'Hello?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.die();
select public.read_stream(pg_temp.part('dead', 'streamId'), tests.id('guest'), 0);
select results_eq(
  $$select * from pg_temp.counted('dead')$$, $$values (null, null::integer, null::integer, 'abandoned')$$, 'a stream that was abandoned is counted'
);
select is(pg_temp.finish('dead', 'complete', 'Sorry', 60, 3), '{"finished": true, "jobsDue": false}', 'its server may come back late');
select results_eq(
  $$select * from pg_temp.counted('dead')$$, $$values ('a', 60, 3, 'answered')$$, 'and tells what it has cost, and how it ended'
);
select is(pg_temp.finish('dead', 'complete', 'Sorry', 70, 4), '{"finished": false, "jobsDue": false}', 'once');
select results_eq($$select * from pg_temp.counted('dead')$$, $$values ('a', 60, 3, 'answered')$$, 'for what it was');
select results_eq($$select * from pg_temp.total('dead')$$, 'values (60, 3)', 'and the message agrees');
insert into turns select 'left', tests.begin_turn('guest', 'left', 'Hello?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.die();
select public.read_stream(pg_temp.part('left', 'streamId'), tests.id('guest'), 0);
insert into turns select 'left again', tests.begin_turn('guest', 'left', 'Hello?', chat_id => pg_temp.part('one', 'chatId'));
select is(pg_temp.finish('left', 'complete', 'Late', 60, 3), '{"finished": false, "jobsDue": false}', 'not of an answer that was begun again');
select results_eq($$select * from pg_temp.counted('left')$$, $$values ('a', 60, 3, 'answered')$$, 'which has cost it all the same');
select pg_temp.finish('left again', 'complete', 'Anew', 5, 5);

-- Every time that a model was asked
insert into turns select 'tried', tests.begin_turn('other', 'tried', 'Hello?');
select pg_temp.finish('tried', 'complete', 'Here', 70, 3, 'b', jsonb_build_array(
  pg_temp.attempt(1, 'status_503', null, null, 'a'), pg_temp.attempt(2, 'called_off', 30, 0, 'c'),
  pg_temp.attempt(3, 'answered', 40, 3, 'b') - 'firstTextMs'
));
select results_eq(
  $$select u.attempt, u.model, u.outcome, u.input_tokens, u.first_text_ms, u.total_ms, u.cost_microcents
    from public.usage_events as u where u.stream_id = pg_temp.part('tried', 'streamId') order by u.attempt$$,
  $$values
    (1, 'a', 'status_503', null, 300, 900, null::bigint), (2, 'c', 'called_off', 30, 300, 900, null),
    (3, 'b', 'answered', 40, null, 900, null)$$,
  'each attempt is counted, whatever became of it'
);
select results_eq(
  $$select distinct u.kind, u.site_id, u.visitor_id, u.chat_id, u.message_id
    from public.usage_events as u where u.stream_id = pg_temp.part('tried', 'streamId')$$,
  $$select 'answer', tests.id('site'), tests.id('other'), pg_temp.part('tried', 'chatId'), pg_temp.part('tried', 'messageId')$$,
  'for the same answer'
);
select is(
  (select max(u.occurred_at) - min(u.occurred_at) from public.usage_events as u where u.stream_id = pg_temp.part('tried', 'streamId')),
  interval '2 seconds', 'as of when it was asked'
);
insert into turns select 'unasked', tests.begin_turn('other', 'unasked', 'Stop', chat_id => pg_temp.part('tried', 'chatId'));
select pg_temp.finish('unasked', 'stopped', '', attempts => '[]');
select results_eq(
  $$select * from pg_temp.counted('unasked')$$, $$values (null, null::integer, null::integer, 'not_asked')$$,
  'an answer for which nobody was asked is counted as such'
);
delete from public.chats where id = pg_temp.part('tried', 'chatId');

-- More than an integer holds
insert into turns select 'large', tests.begin_turn('other', 'large', 'Hello');
select pg_temp.finish('large', 'failed', '', 2147483647, 2147483647);
insert into turns select 'larger', tests.begin_turn('other', 'large', 'Hello');
select lives_ok($$select pg_temp.finish('larger', 'complete', 'Done', 2147483647, 1)$$, 'no answer is lost to the sum');
select results_eq($$select * from pg_temp.total('large')$$, 'values (2147483647, 2147483647)', 'which stays the most there can be');

-- For ever
insert into turns select 'cut', tests.begin_turn('guest', 'cut', 'Bye', chat_id => pg_temp.part('one', 'chatId'));
delete from public.messages where id = pg_temp.part('cut', 'userMessageId');
select is(pg_temp.finish('cut', 'stopped', 'By', 30, 1), '{"finished": false, "jobsDue": false}', 'an answer whose message was deleted while it streamed');
select results_eq($$select * from pg_temp.counted('cut')$$, $$values ('a', 30, 1, 'stopped')$$, 'has cost something, too');
select results_eq(
  $$select u.site_id, u.visitor_id, u.chat_id, u.message_id from public.usage_events as u
    where u.stream_id = pg_temp.part('cut', 'streamId')$$,
  $$select tests.id('site'), tests.id('guest'), pg_temp.part('one', 'chatId'), null::uuid$$, 'the same site and visitor'
);
insert into turns select 'cleared', tests.begin_turn('other', 'cleared', 'Bye', character_slug => 'nora');
delete from public.chats where id = pg_temp.part('cleared', 'chatId');
select pg_temp.finish('cleared', 'stopped', 'By', 30, 1);
select results_eq(
  $$select u.site_id, u.visitor_id, u.input_tokens from public.usage_events as u
    where u.stream_id = pg_temp.part('cleared', 'streamId')$$,
  $$select tests.id('site'), tests.id('other'), 30$$, 'also when the whole chat is gone'
);
delete from public.messages where id = pg_temp.part('wordless', 'messageId');
select results_eq(
  $$select u.message_id, u.chat_id from public.usage_events as u where u.stream_id = pg_temp.part('wordless again', 'streamId')$$,
  $$select null::uuid, pg_temp.part('one', 'chatId')$$, 'a deleted message leaves what it has cost'
);
create temporary table before as select count(*) as rows, sum(u.input_tokens) as tokens from public.usage_events as u;
delete from public.chats where id = pg_temp.part('one', 'chatId');
select results_eq(
  $$select count(*) from public.usage_events as u where u.visitor_id = tests.id('guest') and u.chat_id is null$$, array[10::bigint],
  'so does a deleted chat'
);
reset role;
delete from auth.users where id in (tests.id('guest'), tests.id('other'));
select is_empty(
  'select id from public.usage_events where visitor_id is not null or chat_id is not null or message_id is not null',
  'and an erased visitor, to whom nothing leads any more'
);
select results_eq(
  'select count(*), sum(u.input_tokens) from public.usage_events as u', 'select rows, tokens from before', 'all of it'
);
delete from public.characters;
delete from public.sites;
select results_eq(
  'select count(*), sum(u.input_tokens) from public.usage_events as u', 'select rows, tokens from before', 'even when the site is gone'
);

-- Whose business it is
select is_empty(
  $$select role, privilege
    from unnest(array['anon', 'authenticated']) as role
    cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
    where has_table_privilege(role, 'public.usage_events', privilege)$$,
  'no visitor reads or writes it'
);
select ok(
  not has_sequence_privilege('authenticated', 'public.usage_events_id_seq', 'usage, select, update'), 'nor its numbers'
);
select ok(has_table_privilege('service_role', 'public.usage_events', 'select'), 'the server does');

select * from finish();
rollback;
