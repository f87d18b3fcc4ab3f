-- What is to be done later is done once, by one server, and not forgotten when that one dies.
begin;
select plan(47);

select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_user(name, is_anonymous => true)
from unnest(array['guest', 'fresh', 'gone', 'never', 'banned', 'back', 'quiet']) as name;
select tests.create_user('registered');

create function pg_temp.keys(of_kind text) returns text[]
language sql return array(select j.key from public.jobs as j where j.kind = of_kind order by j.run_at);
-- Time passes for all jobs.
create function pg_temp.wait(duration interval) returns void
language sql begin atomic
  update public.jobs set run_at = run_at - duration, locked_until = locked_until - duration, created_at = created_at - duration;
end;
create function pg_temp.take(kinds text[] default array['sing', 'dance']) returns text
language sql return public.take_job(kinds) #>> '{payload,song}';
create function pg_temp.song(of_key text) returns public.jobs
language sql return (select j from public.jobs as j where j.kind = 'sing' and j.key = of_key);
grant execute on all functions in schema tests to service_role;
set local role service_role;

-- Asking
select private.add_job('sing', 'a', '{"song": "a"}');
select private.add_job('sing', 'a', '{"song": "again"}');
select is((select count(*) from public.jobs), 1::bigint, 'of a kind and key there is one job');
select private.add_job('dance', 'a', '{"song": "tango"}', now() + interval '1 hour');
select is((select count(*) from public.jobs), 2::bigint, 'another kind is another job');
select throws_ok($$select private.add_job('Sing!', 'a')$$, '23514', null, 'a kind is a name');
select throws_ok($$select private.add_job('sing', 'b', '[1]')$$, '23514', null, 'what it is about has names, too');

-- Taking
select is(pg_temp.take(array['whistle']), null, 'nobody takes what they cannot do');
select is(private.has_due_jobs(), true, 'a job is due at once unless it is for later');
select is(pg_temp.take(), 'a', 'whoever can takes it');
select is((pg_temp.song('a')).attempts, 1, 'the attempt is counted');
select is(pg_temp.take(), null, 'nobody else does, nor what is not due');
select is(private.has_due_jobs(), false, 'which nobody is told of either');
select pg_temp.wait('4 minutes');
select is(pg_temp.take(), null, 'not as long as it is given time');
select pg_temp.wait('2 minutes');
select is(private.has_due_jobs(), true, 'one whose server has died');
select is(pg_temp.take(), 'a', 'is taken by another one');
select public.fail_job(id, 1, 'internal_error') from public.jobs where kind = 'sing';
select is(pg_temp.take(), null, 'the first one, coming back, does not give it away');
select public.finish_job(id) from public.jobs where kind = 'sing';
select is_empty($$select id from public.jobs where kind = 'sing'$$, 'a job that is done is gone');
select private.add_job('sing', 'a', '{"song": "encore"}');
select is(pg_temp.take(), 'encore', 'and may be asked for again');

-- Failing
select public.fail_job(id, 1, 'database_unavailable') from public.jobs where kind = 'sing';
select results_eq(
  $$select last_error, run_at > now() + interval '50 seconds', locked_until is null, failed_at is null from public.jobs where kind = 'sing'$$,
  $$values ('database_unavailable', true, true, true)$$, 'one that fails says why, and is to be tried again in a minute'
);
select is(pg_temp.take(), null, 'not before');
create function pg_temp.fail_after(minutes integer) returns timestamptz
language plpgsql as $$
declare
  taken jsonb;
begin
  perform pg_temp.wait(make_interval(mins => minutes));
  taken := public.take_job(array['sing']);
  perform public.fail_job((taken ->> 'id')::bigint, (taken ->> 'attempt')::integer, 'internal_error');
  return (select j.failed_at from public.jobs as j where j.kind = 'sing');
end
$$;
select is(pg_temp.fail_after(minutes), null, 'then in ' || minutes || ' minutes') from unnest(array[1, 4, 16]) as minutes;
select isnt(pg_temp.fail_after(64), null, 'the fifth failure is the last');
select pg_temp.wait('1 day');
select is(pg_temp.take(array['sing']), null, 'it is not tried again');
select is((select count(*) from public.jobs where kind = 'sing' and failed_at is not null), 1::bigint, 'but left to be seen');
delete from public.jobs;
create function pg_temp.take_later() returns text
language plpgsql as $$
begin
  perform pg_temp.wait('6 minutes');
  return pg_temp.take();
end
$$;
select private.add_job('sing', 'killer', '{"song": "killer"}');
select results_eq(
  $$select pg_temp.take_later() from generate_series(1, 6)$$,
  array['killer', 'killer', 'killer', 'killer', 'killer', null], 'one that kills its server is given up as well'
);
select is((pg_temp.song('killer')).last_error, 'lost', 'as lost');
delete from public.jobs;

-- Who asks for pruning
create temporary table turns (name text primary key, begun jsonb);
grant all on turns to service_role;
insert into turns select 'one', tests.begin_turn('guest', 'one');
select is(cardinality(pg_temp.keys('prune_stream_chunks')), 1, 'a stream that begins asks for pruning, for its server may die');
select results_eq(
  $$select distinct run_at between now() + interval '1 hour' and now() + interval '66 minutes' from public.jobs where kind = 'prune_stream_chunks'$$,
  array[true], 'in an hour'
);
delete from public.jobs;
select public.finish_turn(
  (begun ->> 'streamId')::uuid, 'complete', 'Hi', '[{"sequence": 1, "event": {"type": "message-end"}}]'
) from turns;
select is(cardinality(pg_temp.keys('prune_stream_chunks')), 1, 'and one that ends');
select is(
  tests.take_turn('guest', 'two', (begun ->> 'chatId')::uuid) is not null and cardinality(pg_temp.keys('prune_stream_chunks')) = 1,
  true, 'many within five minutes ask once'
) from turns;
select pg_temp.wait('1 year');
select is(
  public.finish_turn((begun ->> 'streamId')::uuid, 'complete', 'Hi', '[]') ->> 'jobsDue', 'true',
  'the end of a turn says that there is something to do'
) from turns;
delete from public.jobs;
select public.prune_stream_chunks();
select is(pg_temp.keys('prune_stream_chunks'), '{}', 'where no answer runs nothing more is asked for');
insert into turns select 'running', tests.begin_turn('guest', 'three', chat_id => (begun ->> 'chatId')::uuid) from turns;
delete from public.jobs;
select public.prune_stream_chunks();
select is(cardinality(pg_temp.keys('prune_stream_chunks')), 1, 'where one does its turn will come');

-- Unused visitors
delete from public.jobs;
select tests.take_turn('fresh', 'fresh');
select tests.take_turn(name, name) from unnest(array['gone', 'back', 'quiet']) as name;
select is(cardinality(pg_temp.keys('erase_unused_visitors')), 1, 'a new visitor asks for unused ones to be erased');
select results_eq(
  $$select run_at > now() and run_at <= now() + interval '1 day' from public.jobs where kind = 'erase_unused_visitors'$$,
  array[true], 'at the day''s end'
);
delete from public.chats where visitor_id in (tests.id('gone'), tests.id('fresh'), tests.id('back'));
update public.profiles set last_seen_at = now() - interval '31 days' where id in (tests.id('gone'), tests.id('back'), tests.id('quiet'));
reset role;
update auth.users set created_at = now() - interval '31 days';
update auth.users set banned_until = now() + interval '1 day' where id = tests.id('banned');
set local role service_role;
select tests.take_turn('back', 'back again');
delete from public.chats where visitor_id = tests.id('back');
delete from public.jobs;
create temporary table erased as select public.erase_unused_visitors() as visitors;
select is((select visitors from erased), 2, 'who has left no chat and was not here for 30 days is erased');
reset role;
select results_eq(
  $$select name, exists (select from auth.users where id = tests.id(name))
    from unnest(array['back', 'banned', 'fresh', 'gone', 'guest', 'never', 'quiet', 'registered']) as name$$,
  $$values
    ('back', true), ('banned', true), ('fresh', true), ('gone', false), ('guest', true), ('never', false), ('quiet', true),
    ('registered', true)$$,
  'not who came back or came lately, has a chat, is banned, or registered'
);
select is(cardinality(pg_temp.keys('erase_unused_visitors')), 1, 'as long as there are anonymous visitors it is asked for again');
delete from auth.users where is_anonymous;
delete from public.jobs;
select is(public.erase_unused_visitors(), 0, 'where there are none');
select is(pg_temp.keys('erase_unused_visitors'), '{}', 'it is not');

-- Who calls for it
create schema net;
create table net.calls (url text, headers jsonb);
create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000
) returns bigint
language sql
begin atomic
  insert into net.calls values (url, headers) returning 1::bigint;
end;
select lives_ok('select private.call_maintenance()', 'where nothing is due nobody is called');
select private.add_job('sing', 'now');
select lives_ok('select private.call_maintenance()', 'nor where there is no vault');
create schema vault;
create table vault.decrypted_secrets (name text, decrypted_secret text);
select lives_ok('select private.call_maintenance()', 'or nothing in it');
select is_empty('select * from net.calls', 'indeed');
insert into vault.decrypted_secrets values ('project_url', 'https://a.supabase.co'), ('secret_key', 'sb_secret_a'), ('other', 'x');
select private.call_maintenance();
select results_eq(
  'select url, headers ->> ''apikey'' from net.calls', $$values ('https://a.supabase.co/functions/v1/maintenance', 'sb_secret_a')$$,
  'the function is called that does what is due'
);

-- Whose business it is
select is_empty(
  $$select role, privilege
    from unnest(array['anon', 'authenticated']) as role
    cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
    where has_table_privilege(role, 'public.jobs', privilege)$$,
  'no visitor reads or writes jobs'
);
select is_empty(
  $$select role from unnest(array['anon', 'authenticated', 'service_role']) as role
    where has_function_privilege(role, 'private.call_maintenance()', 'execute')$$,
  'nobody who comes over the API reads the vault'
);

select * from finish();
rollback;
