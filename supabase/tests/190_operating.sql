-- What an operator asks is answered, and what an operator may do is for the operator alone.
begin;
select plan(36);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'nora');
select tests.create_character('other-site', 'eva');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('elsewhere', is_anonymous => true);
update public.characters set anam_avatar_id = tests.id('face'), anam_voice_id = tests.id('voice') where slug = 'nora';

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.attempt(
  number integer, outcome text, started integer default 0, first_text integer default 200, total integer default 900,
  model text default 'a', input integer default 100
) returns jsonb
language sql return jsonb_build_object(
  'attempt', number, 'model', model, 'provider', 'groq', 'outcome', outcome, 'startedMs', started,
  'inputTokens', input, 'outputTokens', 10, 'firstTextMs', first_text, 'totalMs', total
);
create function pg_temp.answered(turn text, status text, variadic attempts jsonb[]) returns void
language sql
begin atomic
  insert into turns
  select turn, tests.begin_turn('guest', turn, chat_id => (select (begun ->> 'chatId')::uuid from turns limit 1));
  select public.finish_turn(
    (begun ->> 'streamId')::uuid, status, 'Said', '[]', attempts => to_jsonb(attempts)
  )
  from turns where name = turn;
end;
select pg_temp.answered('good', 'complete', pg_temp.attempt(1, 'answered'));
select pg_temp.answered(
  'second', 'complete', pg_temp.attempt(1, 'status_429', 0, null, 4000, 'b', null), pg_temp.attempt(2, 'answered', 4000, 500)
);
select pg_temp.answered('hedged', 'complete', pg_temp.attempt(1, 'called_off', 0, null), pg_temp.attempt(2, 'answered', 100));
select pg_temp.answered('stopped', 'stopped', pg_temp.attempt(1, 'stopped', 0, 100, 2000));
select pg_temp.answered('failed', 'failed', pg_temp.attempt(1, 'connection', 0, null, 10, 'b', null), pg_temp.attempt(2, 'status_429', 10, null, 20, 'b', null));
select pg_temp.answered('unasked', 'complete', variadic '{}');
insert into turns select 'running', tests.begin_turn('guest', 'running', chat_id => (select (begun ->> 'chatId')::uuid from turns limit 1));
select tests.take_turn('elsewhere', 'elsewhere', site_key => 'other-site');

-- What an operator asks
select results_eq(
  $$select site_key, answers, answered, stopped, failed, visitors from public.answers_by_day order by site_key$$,
  $$values ('other-site', 1::bigint, 0::bigint, 0::bigint, 1::bigint, 1::bigint), ('site', 7, 3, 1, 2, 1)$$,
  'how much it is used, and whether it answers'
);
select results_eq(
  $$select model, outcome, failures, asked from public.failures_by_model order by model nulls first, outcome$$,
  $$values (null, 'not_asked', 2::bigint, 2::bigint), ('b', 'connection', 1, 3), ('b', 'status_429', 2, 3)$$,
  'which model fails, and with what'
);
select results_eq(
  $$select site_key, first_text_ms, total_ms, attempts, model from public.slow_answers$$,
  $$values ('site', 4500, 4900, 2::bigint, 'groq:a')$$, 'who had to wait, through all attempts'
);
select results_eq(
  $$select site_key, provider, model, asked, input_tokens, output_tokens, cost_microcents from public.tokens_by_site order by model$$,
  $$values
    ('site', 'groq', 'a', 5::bigint, 500::bigint, 50::bigint, null::numeric),
    ('site', 'groq', 'b', 3, null, 30, null)$$,
  'who used how much'
);
update public.usage_events set occurred_at = occurred_at - interval '8 days';
select is_empty('select * from public.slow_answers', 'who had to wait within a week, that is');
select is(
  (select min(day) from public.answers_by_day), ((now() - interval '8 days') at time zone 'utc')::date, 'by the day it was'
);
delete from public.chats;
delete from auth.users;
select results_eq(
  'select sum(answers)::integer, sum(answered)::integer, sum(visitors)::integer from public.answers_by_day', 'values (8, 3, 0)',
  'erasing people changes no answer'
);
delete from public.characters;
delete from public.sites;
select results_eq('select sum(answers)::integer from public.answers_by_day', 'values (8)', 'nor does the end of a site');

-- Models
select throws_ok($$select ops.wake_model('groq')$$, 'P0002', 'groq is not being left alone', 'nobody is woken who is awake');
select matches(ops.cool_down_model('groq:a', 90), '^groq:a is left alone until ', 'a model is left alone by hand');
select is(
  (select jsonb_path_query_first(public.read_model_registry(), '$.failing[*] ? (@.subject == "groq:a")') ->> 'inWords'),
  'Left alone by an operator.', 'which all servers read, and people'
);
select is(
  (
    select (f ->> 'coolingDownMs')::integer between 89 * 60000 and 90 * 60000
    from jsonb_path_query(public.read_model_registry(), '$.failing[*] ? (@.subject == "groq:a")') as f
  ), true, 'for as long as was said'
);
select ops.cool_down_model('groq:a', 100000);
select is((select count(*) from public.model_health), 1::bigint, 'or longer, all over again');
select throws_ok($$select ops.cool_down_model('grok')$$, '23514', null, 'a name that nobody has is refused');
select is(ops.wake_model('groq:a'), 'groq:a is asked again from now on', 'it is woken');
select is_empty('select * from public.model_health', 'at once');

-- Characters
select tests.create_site('site');
select tests.create_character('site', 'nora');
update public.characters set anam_avatar_id = tests.id('face'), anam_voice_id = tests.id('voice') where slug = 'nora';
select tests.create_user('guest', is_anonymous => true);
create temporary table call as
select public.begin_avatar_call(tests.id('guest'), true, 'site', 'http://localhost') as begun;
select throws_ok(
  $$select ops.archive_character('site', 'nobody')$$, 'P0002', 'The site site has no character nobody', 'who is to be archived exists'
);
select matches(ops.archive_character('site', 'nora'), '^nora begins no new chats', 'a character is archived');
select is(
  tests.begin_turn('guest', 'anew', character_slug => 'nora') ->> 'outcome', 'character_not_found', 'and begins no chat'
);

-- Calls
select is(
  public.touch_call((begun ->> 'callId')::uuid, tests.id('guest')) ->> 'isLive', 'true', 'a call lasts'
) from call;
select matches(ops.end_call((begun ->> 'callId')::uuid), ' has ended', 'until an operator ends it') from call;
select is(
  public.touch_call((begun ->> 'callId')::uuid, tests.id('guest')), '{"isLive": false, "endReason": "operator"}', 'as its page is told'
) from call;
select throws_ok(format('select ops.end_call(%L)', begun ->> 'callId'), 'P0002', null, 'once') from call;

-- Jobs
delete from public.jobs;
select private.add_job('sing', 'later', run_at => now() + interval '1 day');
select private.has_due_jobs();
select is(public.take_job(array['sing']), null, 'a job that is for tomorrow');
select matches(ops.run_job_now((select id from public.jobs)), ' is due now', 'is due when an operator says so');
select is(public.take_job(array['sing']) ->> 'attempt', '1', 'and done');
select throws_ok(format('select ops.run_job_now(%s)', id), 'P0002', null, 'not while it is being done') from public.jobs;
select public.fail_job(id, 1, 'internal_error') from public.jobs;
update public.jobs set attempts = 5, failed_at = now();
select ops.run_job_now((select id from public.jobs));
select is(public.take_job(array['sing']) ->> 'attempt', '1', 'one that was given up begins anew');
select throws_ok('select ops.run_job_now(0)', 'P0002', null, 'one that is gone is gone');

-- Whose business it is
create function pg_temp.code_of(statement text) returns text
language plpgsql as $$
begin
  execute statement;
  return 'done';
exception when others then
  return sqlstate;
end
$$;
grant execute on function pg_temp.code_of(text) to public;
create table tests.operations (statement text);
insert into tests.operations
values
  ($$select ops.cool_down_model('groq')$$), ($$select ops.wake_model('groq')$$),
  ($$select ops.archive_character('site', 'nora')$$), ($$select ops.end_call(gen_random_uuid())$$),
  ($$select ops.run_job_now(1)$$);
grant select on tests.operations to public;
select is(
  (select array_agg(p.proname::text order by p.proname) from pg_proc as p where p.pronamespace = 'ops'::regnamespace),
  (select array_agg((regexp_match(statement, 'ops\.(\w+)'))[1] order by statement) from tests.operations),
  'this is all that an operator may do'
);
select tests.act_as_role('anon');
select is_empty(
  $$select statement from tests.operations where pg_temp.code_of(statement) <> '42501'$$, 'nobody without a token may'
);
reset role;
select tests.act_as('guest', is_anonymous => true);
select is_empty($$select statement from tests.operations where pg_temp.code_of(statement) <> '42501'$$, 'no visitor may');
reset role;
select tests.act_as('registered');
select is_empty($$select statement from tests.operations where pg_temp.code_of(statement) <> '42501'$$, 'nor anybody registered');
reset role;
set local role service_role;
select is_empty($$select statement from tests.operations where pg_temp.code_of(statement) <> '42501'$$, 'nor the server');
select is(
  (select count(*) from public.answers_by_day) >= 0 and (select count(*) from public.slow_answers) >= 0
    and (select count(*) from public.failures_by_model) >= 0 and (select count(*) from public.tokens_by_site) >= 0,
  true, 'which reads what an operator asks'
);
reset role;
select is_empty(
  $$select role, c.relname, privilege
    from unnest(array['anon', 'authenticated']) as role
    cross join pg_class as c
    cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and has_table_privilege(role, c.oid, privilege)$$,
  'and no visitor does'
);

select * from finish();
rollback;
