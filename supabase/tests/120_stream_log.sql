-- The log of a stream: leases, its end as one row, pruning, and what a reader is told after that.
begin;
select plan(61);

select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_character('site', 'eva', language => 'ru');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns uuid
language sql return (select (begun ->> key)::uuid from turns where name = turn);
create function pg_temp.answer(turn text) returns public.messages
language sql return (select m from public.messages as m where m.id = pg_temp.part(turn, 'messageId'));
-- A report of a stream: events by their texts, or a sign of life.
create function pg_temp.append(turn text, first integer default null, variadic texts text[] default '{}') returns jsonb
language sql return public.append_stream_chunks(jsonb_build_array(jsonb_build_object(
  'streamId', pg_temp.part(turn, 'streamId'), 'firstSequence', first,
  'lastSequence', first + cardinality(texts) - 1,
  'events', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'sequence', first + position - 1, 'event', jsonb_build_object('type', 'text-delta', 'text', text)
    ) order by position), '[]')
    from unnest(texts) with ordinality as said (text, position)
  )
)));
create function pg_temp.left_of_lease(turn text, duration interval) returns void
language sql begin atomic
  update public.messages set lease_expires_at = clock_timestamp() + duration where id = pg_temp.part(turn, 'messageId');
end;
create function pg_temp.read(turn text, after integer default 0, visitor text default 'guest') returns jsonb
language sql return public.read_stream(pg_temp.part(turn, 'streamId'), tests.id(visitor), after);
create function pg_temp.chunks(turn text) returns integer
language sql return (select count(*)::integer from public.stream_chunks as s where s.stream_id = pg_temp.part(turn, 'streamId'));
-- This much time passes for everything that is over.
create function pg_temp.wait(duration interval) returns void
language sql begin atomic
  update public.stream_chunks set created_at = created_at - duration;
  update public.messages set lease_expires_at = lease_expires_at - duration where status = 'streaming';
end;
grant all on turns to service_role;
grant execute on all functions in schema tests to service_role;
set local role service_role;

-- Leases
insert into turns select 'one', tests.begin_turn('guest', 'one', 'Hello');
select cmp_ok(
  (pg_temp.answer('one')).lease_expires_at, '<=', clock_timestamp() + interval '6 seconds',
  'an answer whose server dies stands in nobody''s way for more than six seconds'
);
select pg_temp.left_of_lease('one', '4 seconds');
create temporary table versions as select m.ctid as version, m.lease_expires_at from public.messages as m where m.status = 'streaming';
select is(pg_temp.append('one', 1, 'One '), '{"stopRequested": [], "skipped": []}', 'a report while enough of the lease is left');
select results_eq(
  $$select m.ctid, m.lease_expires_at from public.messages as m where m.status = 'streaming'$$,
  'select version, lease_expires_at from versions', 'writes nothing to the message'
);
select pg_temp.left_of_lease('one', '1 second');
select pg_temp.append('one', 2, 'two ', 'three');
select cmp_ok(
  (pg_temp.answer('one')).lease_expires_at, '>', clock_timestamp() + interval '2 seconds', 'one when little is left renews it'
);
select pg_temp.left_of_lease('one', '-1 second');
select pg_temp.append('one');
select cmp_ok(
  (pg_temp.answer('one')).lease_expires_at, '>', clock_timestamp() + interval '2 seconds',
  'a sign of life, too, even late, as long as nobody has settled the answer'
);
select is(
  public.append_stream_chunks('[]'), '{"stopRequested": [], "skipped": []}', 'a report of no stream is none'
);
select is(
  jsonb_array_length(public.append_stream_chunks(jsonb_build_array(
    jsonb_build_object('streamId', tests.id('gone'), 'events', '[]'::jsonb),
    jsonb_build_object('streamId', tests.id('gone, too')),
    jsonb_build_object('streamId', pg_temp.part('one', 'streamId'), 'events', '[]'::jsonb)
  )) -> 'stopRequested'), 2, 'streams that are gone are to be stopped, and others of the same report not'
);

-- How often an answer renews its lease whose server reports every second, at the moments of ten of them.
create function pg_temp.renewals() returns integer
language plpgsql as $$
declare
  began constant timestamptz := now();
  expires_at timestamptz := began + private.stream_lease();
  renewed integer := 0;
begin
  for second in 1 .. 10 loop
    if expires_at <= began + second * interval '1 second' then
      return null;
    end if;
    if private.is_lease_due(expires_at, began + second * interval '1 second') then
      renewed := renewed + 1;
      expires_at := began + second * interval '1 second' + private.stream_lease();
    end if;
  end loop;
  return renewed;
end
$$;
select is(pg_temp.renewals(), 2, 'an answer of ten seconds renews it twice');

-- While it runs
select is(pg_temp.chunks('one'), 2, 'a running stream has a row each time something was stored');
select is(pg_temp.read('one') -> 'lastSequence', '3', 'what was stored last is told');
select is(pg_temp.read('one', 7) -> 'events', '[]', 'a reader who is ahead of the log is told nothing');

-- Its end
select public.finish_turn(
  pg_temp.part('one', 'streamId'), 'complete', 'One two three.',
  '[{"sequence": 2, "event": {"type": "text-delta", "text": "two "}}, {"sequence": 3, "event": {"type": "text-delta", "text": "three"}},
    {"sequence": 4, "event": {"type": "text-delta", "text": "."}}, {"sequence": 5, "event": {"type": "message-end"}}]',
  'stop', input_tokens => 20, output_tokens => 4
);
select is(pg_temp.chunks('one'), 1, 'a stream that is over is one row');
select is(
  jsonb_path_query_array(pg_temp.read('one'), '$.events[*].sequence'), '[1, 2, 3, 4, 5]', 'of all its events, each once'
);
select is(
  jsonb_path_query_array(pg_temp.read('one', 3), '$.events[*].sequence'), '[4, 5]', 'which is read on from anywhere'
);
select is(pg_temp.read('one', 3) -> 'lastSequence', '5', 'up to its last event');
select is(pg_temp.read('one', 5) -> 'events', '[]', 'behind which there is nothing');
select is((pg_temp.answer('one')).last_sequence, 5, 'and its message knows which that was');

-- One whose server died
insert into turns select 'two', tests.begin_turn('guest', 'two', 'And?', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.append('two', 1, 'Half ');
select pg_temp.append('two', 2, 'of it');
select pg_temp.left_of_lease('two', '-1 second');
select is(pg_temp.read('two') ->> 'status', 'interrupted', 'an answer that was abandoned is over');
select is(pg_temp.chunks('two'), 1, 'and one row as well');
select is(
  jsonb_path_query_array(pg_temp.read('two'), '$.events[*].sequence'), '[1, 2, 1002]',
  'with room for what its readers may have seen'
);

-- One whose server only seemed dead
insert into turns select 'late', tests.begin_turn('other', 'late', 'Still there?', character_slug => 'nora');
select pg_temp.append('late', 1, 'Half ');
select pg_temp.left_of_lease('late', '-1 second');
select pg_temp.read('late', 0, 'other');
select is(
  pg_temp.append('late', 2, 'and '), '{"stopRequested": [], "skipped": []}',
  'a server that was given up for dead and reports again is not told to stop'
);
select is(
  jsonb_path_query_array(pg_temp.read('late', 0, 'other'), '$.events[*].sequence'), '[1, 1001]',
  'though nothing is stored behind the end that readers were told'
);
select is(
  public.finish_turn(
    pg_temp.part('late', 'streamId'), 'complete', 'Half and whole.',
    '[{"sequence": 2, "event": {"type": "text-delta", "text": "and whole."}}, {"sequence": 3, "event": {"type": "message-end"}}]'
  ),
  '{"finished": true, "jobsDue": false}', 'for it has all of the answer'
);
select results_eq(
  $$select m.status, m.content, m.error_code from pg_temp.answer('late') as m$$,
  $$values ('complete', 'Half and whole.', null::text)$$, 'which is kept'
);
select is(
  jsonb_path_query_array(pg_temp.read('late', after, 'other'), '$.events[*].event.type'), types::jsonb,
  'who has the events up to ' || after || ' of it is told ' || types
)
from (
  values
    (0, '["meta", "text-delta", "message-end"]'),
    (1, '["reset", "text-delta", "message-end"]'),
    (3, '["reset", "text-delta", "message-end"]'),
    (1001, '["reset", "text-delta", "message-end"]'),
    (1004, '["reset", "text-delta", "message-end"]'),
    (2002, '["text-delta", "message-end"]'),
    (2004, '[]')
) as readers (after, types);
select is(
  public.finish_turn(pg_temp.part('late', 'streamId'), 'complete', 'Again', '[]'), '{"finished": false, "jobsDue": false}', 'once'
);

-- Pruning
insert into public.stream_chunks as s (stream_id, first_sequence, last_sequence, events)
select pg_temp.part('one', 'streamId'), 6, 6, '[{"sequence": 6, "event": {"type": "text-delta", "text": "old"}}]';
insert into turns select 'dead', tests.begin_turn('other', 'dead', 'Anybody?', character_slug => 'eva');
select pg_temp.append('dead', 1, 'Just');
insert into turns select 'running', tests.begin_turn('guest', 'running', 'More', chat_id => pg_temp.part('one', 'chatId'));
select pg_temp.append('running', 1, 'Still');
select pg_temp.wait('59 minutes');
select is(public.prune_stream_chunks(), 0, 'nothing goes within the hour');
select pg_temp.wait('2 minutes');
select pg_temp.left_of_lease('running', '1 minute');
select is(
  public.prune_stream_chunks(max_streams => 1) + pg_temp.chunks('one') + pg_temp.chunks('two'), 3,
  'after an hour no more streams go at once than is asked for'
);
select ok(pg_temp.chunks('one') in (0, 2), 'and none in part');
select is(public.prune_stream_chunks() + pg_temp.chunks('one') + pg_temp.chunks('two'), 1, 'and the rest the next time');
select is(pg_temp.chunks('running'), 1, 'but never of an answer that runs');
select is((pg_temp.answer('dead')).status, 'interrupted', 'one that died and was never looked at is settled');
select is(pg_temp.chunks('dead'), 1, 'and may be read for an hour from then');
select pg_temp.wait('61 minutes');
select pg_temp.left_of_lease('running', '1 minute');
select is(public.prune_stream_chunks(), 1, 'and no longer');

-- What is told from the message
select is(
  pg_temp.read('one'),
  jsonb_build_object(
    'outcome', 'found', 'status', 'complete', 'messageId', pg_temp.part('one', 'messageId'),
    'chatId', pg_temp.part('one', 'chatId'), 'lastSequence', 8, 'language', 'en',
    'events', jsonb_build_array(
      jsonb_build_object('sequence', 1, 'event', jsonb_build_object(
        'type', 'meta', 'chatId', pg_temp.part('one', 'chatId'), 'userMessageId', pg_temp.part('one', 'userMessageId'),
        'messageId', pg_temp.part('one', 'messageId'), 'streamId', pg_temp.part('one', 'streamId')
      )),
      jsonb_build_object('sequence', 7, 'event', '{"type": "text-delta", "text": "One two three."}'::jsonb),
      jsonb_build_object('sequence', 8, 'event', jsonb_build_object(
        'type', 'message-end', 'messageId', pg_temp.part('one', 'messageId'), 'finishReason', 'stop',
        'usage', '{"inputTokens": 20, "outputTokens": 4}'::jsonb
      ))
    )
  ),
  'a reader from the beginning is told the answer from its message'
);
select is(
  jsonb_path_query_array(pg_temp.read('one', after), '$.events[*].event.type'), types::jsonb,
  'a reader who has the events up to ' || after || ' is told ' || types
)
from (
  values
    (1, '["reset", "text-delta", "message-end"]'),
    (4, '["reset", "text-delta", "message-end"]'),
    (5, '[]'),
    (6, '["text-delta", "message-end"]'),
    (7, '["message-end"]'),
    (8, '[]'),
    (9, '[]')
) as readers (after, types);
select is(pg_temp.read('one', 9) -> 'lastSequence', '8', 'and nobody can have more than there is');
select is(
  jsonb_path_query_array(pg_temp.read('two', 1), '$.events[*].sequence'), '[1003, 1004, 1005]', 'all of it behind what was sent'
);
select is(
  (pg_temp.read('two', 1004) #> '{events,0,event}') - 'message'::text, '{"type": "error", "code": "stream_interrupted"}',
  'an answer that broke off ends as such'
);
select is(pg_temp.read('dead', 0, 'other') ->> 'language', 'ru', 'in the language of its character');
select is(pg_temp.read('one', 0, 'other') ->> 'outcome', 'stream_not_found', 'and is told to nobody else');

insert into turns select 'without a word', tests.begin_turn('other', 'without', 'Hm?', chat_id => pg_temp.part('dead', 'chatId'));
create function pg_temp.ends_with(status text, content text, error_code text default null, finish_reason text default null)
returns text
language plpgsql as $$
declare
  ended jsonb;
begin
  update public.messages
  set status = ends_with.status, content = ends_with.content, error_code = ends_with.error_code, finish_reason = ends_with.finish_reason,
    lease_expires_at = null, completed_at = now()
  where id = pg_temp.part('without a word', 'messageId');
  ended := pg_temp.read('without a word', 1, 'other') #> '{events,-1,event}';
  return coalesce(ended ->> 'finishReason', ended ->> 'code');
end
$$;
select is(
  pg_temp.ends_with(status, content, error_code, finish_reason), ending,
  concat_ws(' ', status, error_code, finish_reason, 'ends with', ending)
)
from (
  values
    ('failed', '', 'model_unavailable', null, 'model_unavailable'),
    ('failed', '', 'status_503', null, 'model_unavailable'),
    ('failed', '', 'internal_error', null, 'internal_error'),
    ('failed', '', 'stream_interrupted', null, 'stream_interrupted'),
    ('interrupted', 'Some', 'gap_timeout', null, 'stream_interrupted'),
    ('stopped', '', null, 'stopped', 'stopped'),
    ('complete', 'All', null, 'length', 'length')
) as endings (status, content, error_code, finish_reason, ending);
select is(
  jsonb_path_query_array(pg_temp.read('running'), '$.events[*].event.text'), '["Still"]', 'a running answer is read from its log all the while'
);

reset role;
select * from finish();
rollback;
