begin;
select plan(132);

-- The registry as it is shipped
select is_empty(
  $$select m.id from public.models as m
    where m.id <> m.provider_id || ':' || m.name or not private.is_model_selection(m.id)$$,
  'every shipped model can be selected by its id'
);
select results_eq(
  'select id from public.model_providers order by position',
  array['groq', 'cerebras', 'gemini', 'deepseek', 'qwen', 'openai', 'anthropic', 'openrouter', 'openai-compatible'],
  'every provider the functions know is registered'
);
select is_empty(
  $$select p.id from public.model_providers as p
    where p.id <> 'openai-compatible' and (
      select count(*) from public.models as m
      where m.provider_id = p.id and m.enabled and m.retired_at is null
    ) not between 2 and 6$$,
  'every vendor offers a few models'
);
select isnt_empty(
  $$select id from public.models where id = 'groq:llama-3.3-70b-versatile' and retired_at is not null$$,
  'what was switched off is still known'
);

-- A registry of our own
delete from public.model_providers;
insert into public.model_providers (id, label, position)
values ('openai', 'OpenAI', 2), ('groq', 'Groq', 1), ('qwen', 'Qwen', 3);
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, enabled, retired_at
)
values
  ('openai:b', 'openai', 'b', 'B', 8, 'paid', 8192, true, null),
  ('openai:a', 'openai', 'a', 'A', 8, 'paid', 8192, true, null),
  ('groq:a', 'groq', 'a', 'A', 8, 'paid', 8192, true, null),
  ('openai:free', 'openai', 'free', 'Free', 8, 'free', 8192, true, null),
  ('groq:best', 'groq', 'best', 'Best', 9, 'paid', 8192, true, null),
  ('groq:off', 'groq', 'off', 'Off', 10, 'free', 8192, false, null),
  ('groq:gone', 'groq', 'gone', 'Gone', 10, 'free', 8192, true, now() - interval '1 day'),
  ('groq:going', 'groq', 'going', 'Going', 1, 'free', 8192, true, now() + interval '1 day'),
  ('qwen:a', 'qwen', 'a', 'A', 10, 'free', 8192, true, null);
update public.model_providers set enabled = false where id = 'qwen';

-- What keeps nonsense out
select throws_ok(format('update public.models set %s where id = ''groq:a''', change), '23514', null, 'refuses ' || change)
from unnest(array[
  'quality = 0', 'quality = 11', 'price = ''cheap''', 'context_tokens = 100', 'name = ''b''',
  'id = ''groq:b''', 'id = ''groq:a b'', name = ''a b''', 'label = ''''', 'max_tokens_parameter = ''maxTokens''',
  'thinking_parameters = ''[]''', 'thinking_parameters = ''{"messages": []}''',
  'rejected_parameters = array[null]', 'rejected_parameters = array[''top k'']'
]) as change;
select throws_ok(
  $$insert into public.model_providers (id, label) values ('nobody', 'Nobody')$$, '23514', null,
  'refuses a provider that no function knows'
);
select throws_ok(
  format(
    'insert into public.model_health (subject, cooldown_until, cooldown_ms, code, failed_at) values (%L, now(), %s, %L, now())',
    subject, cooldown_ms, code
  ),
  '23514', null, format('refuses the health of %s, %s ms, %s', subject, cooldown_ms, code)
)
from (values ('nobody', 1, 'x'), ('groq', -1, 'x'), ('groq', 86400001, 'x'), ('groq', 1, 'It said: no!'))
  as health (subject, cooldown_ms, code);

select is(private.is_model_selection(selection), is_one, format('%s %s a selection', selection, case when is_one then 'is' else 'is not' end))
from (
  values
    ('auto', true), ('auto:groq', true), ('auto:openai-compatible', true), ('groq:a', true),
    ('openrouter:google/gemma-4-26b-a4b-it:free', true), ('openai-compatible:Some.Model_1@2', true),
    ('', false), ('auto:', false), ('auto:nobody', false), ('auto:groq:a', false), ('groq', false),
    ('groq:', false), ('groq:a b', false), ('groq:/a', false), ('nobody:a', false), ('Auto', false),
    (':a', false), (E'groq:a\n', false), ('groq:' || repeat('a', 195), true), ('groq:' || repeat('a', 196), false)
) as cases (selection, is_one);

-- What the functions read
select tests.act_as_role('service_role');
select is(
  jsonb_path_query_array(public.read_model_registry(), '$.models[*].id'),
  '["groq:best", "openai:free", "groq:a", "openai:a", "openai:b", "groq:going"]',
  'the best come first, free before paid, then by provider and name; off and retired ones are left out'
);
select is(
  public.read_model_registry() -> 'providers',
  '[{"id": "groq", "label": "Groq"}, {"id": "openai", "label": "OpenAI"}]',
  'with the providers that are on, in their order'
);
select is(
  public.read_model_registry() #> '{models,0}',
  '{
    "id": "groq:best", "provider": "groq", "name": "best", "label": "Best", "quality": 9,
    "price": "paid", "contextTokens": 8192, "hasSystemRole": true, "mustAlternate": false,
    "takes": {"temperature": true, "topP": true, "topK": false, "frequencyPenalty": false},
    "maxTokensParameter": "max_tokens", "thinkingParameters": {}, "rejectedParameters": []
  }',
  'and all that a request depends on'
);
select is(public.read_model_registry() -> 'failing', '[]', 'nobody fails at first');

-- Cooldowns
create function pg_temp.remaining(subject text) returns integer
language sql return (
  select (f ->> 'coolingDownMs')::integer
  from jsonb_array_elements(public.read_model_registry() -> 'failing') as f
  where f ->> 'subject' = remaining.subject
);
create function pg_temp.report(subject text, cooldown_ms bigint) returns integer
language sql return (public.report_model_failure(subject, cooldown_ms, 'status_429') ->> 'coolingDownMs')::integer;
-- As if the given time had gone by.
create function pg_temp.pass(subject text, time_ms integer) returns void
language sql begin atomic
  update public.model_health as h
  set
    cooldown_until = h.cooldown_until - time_ms * interval '1 millisecond',
    probe_until = h.probe_until - time_ms * interval '1 millisecond'
  where h.subject = pass.subject;
end;
create function pg_temp.about(have integer, want integer, sentence text) returns text
language sql return tap.cmp_ok(have, '>', want - 1000, sentence) || E'\n' || tap.cmp_ok(have, '<=', want, sentence);

select pg_temp.about(pg_temp.report('groq:a', 900000), 900000, 'a failure cools for as long as it is asked');
select pg_temp.about(pg_temp.remaining('groq:a'), 900000, 'which everybody can read');
select pg_temp.about(pg_temp.report('groq:a', 60000), 900000, 'a shorter cooldown does not end it sooner');
select pg_temp.about(pg_temp.report('groq:a', 1200000), 1200000, 'a longer one prolongs it');
select pg_temp.pass('groq:a', 1000000);
select pg_temp.about(pg_temp.report('groq:a', 900000), 900000, 'of two ends the later one counts');
select pg_temp.pass('groq:a', 1000000);
select is(pg_temp.remaining('groq:a'), 0, 'what has cooled down is still known, with nothing left');
select pg_temp.about(pg_temp.report('groq:a', 900000), 2400000, 'a failed probe cools twice as long as the last time');
select pg_temp.pass('groq:a', 2400000);
select pg_temp.about(pg_temp.report('groq:a', 36000000), 36000000, 'at least as long as it is asked');
select pg_temp.pass('groq:a', 36000000);
select pg_temp.about(pg_temp.report('groq:a', 900000), 72000000, 'doubled again');
select pg_temp.pass('groq:a', 72000000);
select pg_temp.about(pg_temp.report('groq:a', 900000), 86400000, 'for a day at most');
select pg_temp.about(pg_temp.report('groq:best', 999999999999), 86400000, 'whatever is asked');
select is(pg_temp.report('openai', -5), 0, 'a cooldown is no shorter than nothing');
select results_eq(
  $$select failure_count, code from public.model_health where subject = 'groq:a'$$,
  $$values (8, 'status_429')$$, 'failures are counted, with the latest code'
);
select public.report_model_success(array['groq:a', 'groq:best', 'openai']);
select is(public.read_model_registry() -> 'failing', '[]', 'who answers again is well');
select pg_temp.about(pg_temp.report('groq:a', 900000), 900000, 'and starts afresh');
update public.model_health set cooldown_until = now() + interval '100 days' where subject = 'groq:a';
select is(pg_temp.remaining('groq:a'), 2147483647, 'an operator may leave a model alone for months');
update public.model_health set cooldown_until = 'infinity' where subject = 'groq:a';
select is(pg_temp.remaining('groq:a'), 2147483647, 'or for ever');
select public.report_model_success(array['groq:a']);
select pg_temp.report('groq:a', 900000);

-- What passes by itself
create function pg_temp.report_passing(subject text, cooldown_ms bigint, longest_ms bigint) returns integer
language sql return (
  public.report_model_failure(subject, cooldown_ms, 'status_503', longest_ms, 'server_error') ->> 'coolingDownMs'
)::integer;

select pg_temp.about(pg_temp.report_passing('groq:best', 30000, 100000), 30000, 'a passing failure cools for a moment');
select is(
  (select f -> 'cooldownMs' from jsonb_array_elements(public.read_model_registry() -> 'failing') as f
   where f ->> 'subject' = 'groq:best'),
  '30000', 'of which everybody can read how long it is in all'
);
select pg_temp.pass('groq:best', 30000);
select pg_temp.about(pg_temp.report_passing('groq:best', 30000, 100000), 60000, 'twice as long the next time');
select pg_temp.pass('groq:best', 60000);
select pg_temp.about(pg_temp.report_passing('groq:best', 30000, 100000), 100000, 'up to what is the most');
select pg_temp.pass('groq:best', 100000);
select pg_temp.about(pg_temp.report_passing('groq:best', 5000, 5000), 5000, 'and just as long as it asks for, when that is the most');
select pg_temp.pass('groq:best', 5000);
select pg_temp.about(pg_temp.report_passing('groq:best', 30000, 100000), 30000, 'whereupon it begins anew');
select pg_temp.pass('groq:best', 30000);
select pg_temp.about(pg_temp.report_passing('groq:best', 200000, 100000), 200000, 'more than the most is as it is asked');
select pg_temp.pass('groq:best', 200000);
select pg_temp.about(pg_temp.report('groq:best', 900000), 900000, 'another failure has a most of its own');

-- Problems in words
select is(
  (select in_words from public.model_health where subject = 'groq:best'), null,
  'a failure of which nothing more is known has no words'
);
select public.report_model_failure('groq:best', 30000, 'not_a_stream', 900000, 'json_instead_of_stream');
select results_eq(
  $$select last_problem, in_words from public.model_health where subject = 'groq:best'$$,
  $$values (
    'json_instead_of_stream',
    'Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1.'
  )$$,
  'a problem is told in words'
);
select is(
  (select f - '{coolingDownMs,cooldownMs}'::text[] from jsonb_array_elements(public.read_model_registry() -> 'failing') as f
   where f ->> 'subject' = 'groq:best'),
  '{
    "subject": "groq:best", "problem": "json_instead_of_stream",
    "inWords": "Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1."
  }',
  'which the functions read'
);
select public.report_model_failure('groq:best', 30000, 'x', 900000, 'of_the_future');
select is(
  (select in_words from public.model_health where subject = 'groq:best'), 'Fails: of the future.',
  'a problem that is newer than the database says itself'
);
select throws_ok(
  $$select public.report_model_failure('groq:best', 30000, 'x', 900000, 'You said: hello!')$$, '23514', null,
  'what people say is no problem'
);
select throws_ok(
  $$update public.model_health set in_words = 'You said: hello!'$$, '428C9', null,
  'and nobody writes the words'
);
select public.report_model_success(array['groq:best']);

-- First tokens
create function pg_temp.record(model_id text, variadic times integer[]) returns void
language sql begin atomic
  select public.record_first_tokens(
    jsonb_build_array(jsonb_build_object('modelId', record.model_id, 'firstTokenMs', to_jsonb(record.times)))
  );
end;
create function pg_temp.slow_after(model_id text) returns integer
language sql return (
  select (s ->> 'afterMs')::integer from jsonb_array_elements(public.read_model_registry() -> 'slow') as s
  where s ->> 'modelId' = slow_after.model_id
);

select is(public.read_model_registry() -> 'slow', '[]', 'at first nobody knows what is slow');
select pg_temp.record('groq:a', variadic array(select generate_series(1, 19)));
select is(pg_temp.slow_after('groq:a'), null, 'nor when little is known');
select pg_temp.record('groq:a', 20);
select is(pg_temp.slow_after('groq:a'), 18, 'nine in ten of the last answers had begun by then');
select pg_temp.record('groq:a', variadic array(select generate_series(1001, 1095)));
select is(pg_temp.slow_after('groq:a'), 1085, 'answers long ago no longer count');
select results_eq(
  $$select cardinality(last_ms), last_ms[1], last_ms[100] from public.model_first_tokens$$,
  $$values (100, 16, 1095)$$, 'since a hundred are kept'
);
select pg_temp.record('groq:a', variadic array(select generate_series(1, 5000)));
select results_eq(
  $$select cardinality(last_ms), last_ms[1], last_ms[100] from public.model_first_tokens$$,
  $$values (100, 4901, 5000)$$, 'also of more at once'
);
select public.record_first_tokens(
  '[{"modelId": "openai:a", "firstTokenMs": [1.5, -3, 99999999999]}, {"modelId": "groq:best", "firstTokenMs": []},
    {"modelId": "openai-compatible:own", "firstTokenMs": [7]}]'
);
select results_eq(
  $$select model_id, last_ms from public.model_first_tokens where model_id <> 'groq:a' order by model_id$$,
  $$values ('openai-compatible:own', '{7}'::integer[]), ('openai:a', '{2,0,3600000}')$$,
  'times are whole and sensible, of models without a row, too'
);
select throws_ok(
  $$select public.record_first_tokens('[{"modelId": "nobody:a", "firstTokenMs": [1]}]')$$, '23514', null,
  'of models only'
);
update public.model_first_tokens set measured_at = now() - interval '31 days' where model_id = 'openai:a';
select pg_temp.record('groq:a', 1);
select is_empty(
  $$select from public.model_first_tokens where model_id = 'openai:a'$$,
  'a model that nobody asks any more is forgotten'
);

-- Probes
create function pg_temp.lease(variadic subjects text[]) returns boolean
language sql return (public.lease_model_probe(subjects) ->> 'leased')::boolean;

select is(pg_temp.lease('groq:a'), false, 'who cools is not tried');
select is(pg_temp.lease('openai:a'), true, 'who is well may be asked by everybody');
select is(pg_temp.lease('openai:a'), true, 'and by the next one too');
select pg_temp.pass('groq:a', 900000);
select is(pg_temp.lease('groq:a'), true, 'who has cooled down is tried by one');
select is(pg_temp.lease('groq:a'), false, 'and by nobody else meanwhile');
select pg_temp.pass('groq:a', 60000);
select is(pg_temp.lease('groq:a'), true, 'until the lease runs out');
select public.release_model_probe(array['groq:a']);
select is(pg_temp.lease('groq:a'), true, 'or is given back');
select pg_temp.about(pg_temp.report('groq:a', 900000), 1800000, 'a failed probe gives it back too');
select is((select probe_until from public.model_health where subject = 'groq:a'), null, 'for the time after the cooldown');
select is(pg_temp.report('groq', 0), 0, 'the provider fails as well');
select is(pg_temp.lease('groq', 'groq:a'), false, 'of a provider and its model both must have cooled down');
select is(pg_temp.lease('groq'), true, 'and neither is kept when the other is not free');
select pg_temp.pass('groq:a', 1800000);
select is(pg_temp.lease('groq', 'groq:a'), false, 'nor tried together while one is');
select public.release_model_probe(array['groq', 'groq:a']);
select is(pg_temp.lease('groq', 'groq:a'), true, 'then both are tried at once');
select public.report_model_success(array['groq', 'groq:a']);
select is(public.read_model_registry() -> 'failing', '[]', 'and are well together');

-- Fields that are refused
select public.reject_model_parameter('groq:a', 'temperature');
select public.reject_model_parameter('groq:a', 'top_k');
select public.reject_model_parameter('groq:a', 'temperature');
select is(
  (select rejected_parameters from public.models where id = 'groq:a'), array['temperature', 'top_k'],
  'a field is rejected once'
);
select lives_ok(
  $$select public.reject_model_parameter('openai-compatible:own', 'temperature')$$,
  'a model of the environment has no row to remember it in'
);

-- Who sees it
select tests.act_as_role(role) from (values ('anon')) as r (role);
select throws_ok(format('select * from public.%s', name), '42501', null, 'without a token there is no ' || name)
from unnest(array['model_providers', 'models', 'model_health', 'model_first_tokens']) as name;
reset role;
select tests.create_user('rita');
select tests.act_as('rita');
select throws_ok(format('select * from public.%s', name), '42501', null, 'a visitor does not see ' || name)
from unnest(array['model_providers', 'models', 'model_health', 'model_first_tokens']) as name;
select throws_ok(
  $$select public.record_first_tokens('[]')$$, '42501', null, 'a visitor counts no first tokens'
);
select throws_ok(
  $$select public.lease_model_probe(array['groq'])$$, '42501', null, 'a visitor leases no probe'
);

reset role;
select * from finish();
rollback;
