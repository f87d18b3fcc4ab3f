-- How much of an answer was heard before its visitor cut it.
begin;
select plan(21);

select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns uuid
language sql return (select (begun ->> key)::uuid from turns where name = turn);
create function pg_temp.stop(turn text, heard integer default null, visitor text default 'guest') returns text
language sql return public.request_stop(pg_temp.part(turn, 'streamId'), tests.id(visitor), heard) ->> 'outcome';
create function pg_temp.heard(turn text) returns integer
language sql return (
  select m.heard_characters from public.messages as m where m.id = pg_temp.part(turn, 'messageId')
);

-- While it is written
insert into turns select 'one', tests.begin_turn('guest', 'one', 'Tell me a story');
select is(pg_temp.stop('one', 5), 'stopping', 'an answer is stopped where it was cut');
select is(pg_temp.heard('one'), 5, 'and marked there at once');
select is(pg_temp.stop('one'), 'stopping', 'stopped once more without a word of that');
select is(pg_temp.heard('one'), 5, 'it keeps its mark');
select public.finish_turn(pg_temp.part('one', 'streamId'), 'stopped', 'Once upon', '[]', 'stopped');
select is(pg_temp.heard('one'), 5, 'as it does when it is settled');

-- Once it is written
insert into turns select 'two', tests.take_turn('guest', 'two', pg_temp.part('one', 'chatId'));
select is(pg_temp.heard('two'), null, 'an answer that nobody cut has no mark');
select is(pg_temp.stop('two', 3), 'ended', 'one that is written to its end can be cut while it is heard');
select results_eq(
  $$select status, heard_characters from public.messages where id = pg_temp.part('two', 'messageId')$$,
  $$values ('complete', 3)$$, 'and is complete all the same'
);
select pg_temp.stop('two', 2);
select is(pg_temp.heard('two'), 2, 'the latest cut holds');
select pg_temp.stop('two', 0);
select is(pg_temp.heard('two'), 0, 'before its first word, too');
select throws_ok($$select pg_temp.stop('two', -1)$$, '23514', null, 'nobody hears less than nothing');

-- No more than there is
select pg_temp.stop('two', 999999);
select is(pg_temp.heard('two'), 13, 'more than was written was not heard');
insert into turns select 'short', tests.begin_turn('other', 'short', 'And briefly?');
select pg_temp.stop('short', 999999, visitor => 'other');
select is(pg_temp.heard('short'), 999999, 'how long an answer is that is being written, nobody knows');
select public.finish_turn(pg_temp.part('short', 'streamId'), 'stopped', '«Да», 🙂', '[]', 'stopped');
select is(pg_temp.heard('short'), 7, 'until it is settled: in characters, not in bytes');
insert into turns select 'dying', tests.begin_turn('other', 'dying', 'And then?', chat_id => pg_temp.part('short', 'chatId'));
select pg_temp.stop('dying', 999999, visitor => 'other');
select public.append_stream_chunks(jsonb_build_array(jsonb_build_object(
  'streamId', pg_temp.part('dying', 'streamId'), 'firstSequence', 1, 'lastSequence', 1,
  'events', '[{"sequence": 1, "event": {"type": "text-delta", "text": "It died"}}]'::jsonb
)));
update public.messages set lease_expires_at = now() where status = 'streaming';
select public.read_stream(pg_temp.part('dying', 'streamId'), tests.id('other'), 0);
select is(pg_temp.heard('dying'), 7, 'be it by a reader who finds it abandoned');
select pg_temp.stop('two', 0);

-- Whose answer
select is(pg_temp.stop('two', 4, visitor => 'other'), 'stream_not_found', 'another visitor''s answer is not found');
select is(pg_temp.heard('two'), 0, 'nor marked');
select throws_ok(
  $$update public.messages set heard_characters = 1 where role = 'user'$$, '23514', null,
  'only an answer through a stream is heard'
);

-- What comes after it
insert into turns select 'variant', tests.begin_turn(
  'guest', 'three', null, chat_id => pg_temp.part('two', 'chatId'), regenerate_message_id => pg_temp.part('two', 'messageId')
);
select results_eq(
  $$select pg_temp.heard('two'), pg_temp.heard('variant')$$, $$values (0, null::integer)$$,
  'another variant is another answer, and the one that was cut keeps its mark'
);
select pg_temp.stop('variant', 7);
select public.finish_turn(pg_temp.part('variant', 'streamId'), 'stopped', 'And then', '[]', 'stopped');
insert into turns
select 'more', tests.continue_turn('guest', pg_temp.part('variant', 'chatId'), pg_temp.part('variant', 'messageId'));
select is(pg_temp.heard('more'), null, 'an answer that goes on is cut no longer');
select is(pg_temp.stop('variant', 7), 'stream_not_found', 'nor by what comes late from its former stream');

select * from finish();
rollback;
