-- What deleting reads does not grow with the tables, nor with what the connection deleted before.
begin;
select plan(15);

select tests.create_site('site');
select tests.create_character('site', 'nora');
insert into auth.users (id, is_anonymous)
select tests.id('visitor ' || person), true from generate_series(1, 1000) as person;

-- Autovacuum may have learned meanwhile that these are empty, and what is empty is best read whole: so
-- that nothing is known of them.
truncate public.usage_events, public.stream_chunks;

-- 1,000 visitors have a chat of 17 messages each; the first two have a chat of 801.
set local session_replication_role = replica;
insert into public.profiles (id, site_id)
select tests.id('visitor ' || person), tests.id('site') from generate_series(1, 1000) as person;
create temporary table grown (person integer, length integer);
insert into grown select person, case when person <= 2 then 801 else 17 end from generate_series(1, 1000) as person;
insert into public.chats (id, site_id, character_id, visitor_id, active_leaf_id, message_count)
select
  tests.id('chat ' || person), tests.id('site'), tests.id('nora'), tests.id('visitor ' || person),
  tests.id(person || '/' || length), length
from grown;
insert into public.messages (
  id, chat_id, visitor_id, parent_id, role, content, client_message_id, stream_id, completed_at
)
select
  tests.id(person || '/' || step), tests.id('chat ' || person), tests.id('visitor ' || person),
  case when step > 1 then tests.id(person || '/' || step - 1) end,
  case step % 2 when 0 then 'user' else 'assistant' end, 'Said',
  case step % 2 when 0 then gen_random_uuid() end,
  case when step % 2 = 1 and step > 1 then tests.id(person || '/' || step || ' stream') end, now()
from grown
cross join generate_series(1, length) as step;
set local session_replication_role = origin;
analyze public.messages, public.chats, public.profiles;

-- How often the statement read a whole table of conversations.
create function pg_temp.whole_reads(statement text) returns bigint
language plpgsql as $$
declare
  before bigint;
  counted constant text :=
    'select sum(seq_scan) from pg_stat_xact_user_tables where relid in '
    '(''public.messages''::regclass, ''public.chats''::regclass, ''public.stream_chunks''::regclass, '
    '''public.usage_events''::regclass)';
  after bigint;
begin
  execute counted into before;
  execute statement;
  set constraints all immediate;
  set constraints all deferred;
  execute counted into after;
  return after - before;
end
$$;
create function pg_temp.deletes(message text) returns text
language sql return format('delete from public.messages where id = %L', tests.id(message));

select cmp_ok(
  pg_temp.whole_reads('select count(content) from public.messages'), '>=', 1::bigint,
  'a table that is read whole is noticed'
);
select is(
  pg_temp.whole_reads(format('delete from public.messages where chat_id = %L and parent_id is not null', tests.id('chat 1'))),
  0::bigint, 'clearing a chat of 800 reads no table whole'
);
select is(message_count, 1, 'which leaves its greeting') from public.chats where id = tests.id('chat 1');
select is(pg_temp.whole_reads(pg_temp.deletes('20/9')), 0::bigint, 'nor does deleting a message on the connection that cleared it');
select is(message_count, 8, 'and takes its subtree along') from public.chats where id = tests.id('chat 20');
select is(
  pg_temp.whole_reads(pg_temp.deletes(person || '/' || 5)), 0::bigint,
  'nor the next one, of chat ' || person
) from generate_series(21, 23) as person;
select is(
  pg_temp.whole_reads(pg_temp.deletes('2/701')), 0::bigint, 'nor one that 100 others follow'
);
select is(active_leaf_id, tests.id('2/700'), 'of which the message above is left') from public.chats where id = tests.id('chat 2');

-- What else a visitor does on that connection
select is(
  pg_temp.whole_reads(format(
    'select tests.take_turn(%L, %L, %L)', 'visitor 24', 'again', tests.id('chat 24')
  )), 0::bigint, 'nor does a turn'
);
select is(
  pg_temp.whole_reads(format(
    'select tests.begin_turn(%L, %L, null, chat_id => %L, regenerate_message_id => %L)',
    'visitor 24', 'once more', tests.id('chat 24'), tests.id('24/17')
  )), 0::bigint, 'nor a variant'
);
select is(
  pg_temp.whole_reads('select private.newest_leaf(tests.id(''25/1''))'), 0::bigint, 'nor the way to the newest leaf'
);
select is(
  pg_temp.whole_reads(format('delete from public.chats where id = %L', tests.id('chat 26'))), 0::bigint,
  'nor deleting a chat'
);
select is(
  pg_temp.whole_reads(format('delete from auth.users where id = %L', tests.id('visitor 27'))), 0::bigint,
  'nor erasing a visitor'
);

select * from finish();
rollback;
