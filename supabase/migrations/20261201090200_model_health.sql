-- How models fare: who failed and is to be left alone for a while, and how long each takes to its first
-- token. What the functions ask and report, so that all their processes know of a failure and one of
-- them at a time tries whoever has cooled down. Only the server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Who is failing
-- ---------------------------------------------------------------------------------------------

-- The only place where these sentences are made. A code that is newer than this list says itself.
create function private.model_problem_in_words(problem text) returns text
language sql immutable strict parallel safe
set search_path = ''
return case problem
  when 'key_refused' then
    'Refuses the key: check that it is right, and bound to the region and project that are asked.'
  when 'no_credit' then 'Wants to be paid: there is no credit left, or the account''s quota is used up.'
  when 'account_refused' then 'Refuses the account: check the key and its credit.'
  when 'limited' then 'Allows no more requests for now: raise the limit, or let others share the load.'
  when 'unknown_model' then
    'Knows no such model: check its name, or note when it was retired. If no model is known, the base '
    'URL lacks /v1.'
  when 'wrong_address' then
    'Has nothing that answers chats at this address: the base URL lacks /v1, or leads to a website, a '
    'login or a proxy.'
  when 'server_error' then 'Answers with errors of its own: see the provider''s status page.'
  when 'unreachable' then
    'Cannot be reached: check the base URL, and name resolution, TLS, proxy and firewall on the way.'
  when 'silent' then 'Takes requests and says nothing in time: it is overloaded, or still loading.'
  when 'stalled' then 'Falls silent in the midst of its answers.'
  when 'thinks_too_long' then
    'Thinks for too long: ask it for less in thinking_parameters, or raise MODEL_THINKING_MS.'
  when 'json_instead_of_stream' then
    'Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1.'
  when 'page_instead_of_stream' then
    'Answers with a web page instead of a stream: the base URL leads to a website, a login or a proxy.'
  when 'words_instead_of_stream' then
    'Answers with a line of text instead of a stream: the base URL lacks /v1, or is that of something '
    'else.'
  when 'nothing_instead_of_stream' then
    'Answers with nothing at all: something between here and the model swallows the body.'
  when 'unreadable' then 'Sends chunks that nobody can read: is it an OpenAI-compatible server?'
  when 'error_in_stream' then 'Reports an error within its answers.'
  when 'cut_off' then
    'Its answers stop without an end: something between here and the model may cut connections.'
  when 'no_text' then 'Ends its answers without a word of text.'
  when 'by_hand' then 'Left alone by an operator.'
  else 'Fails: ' || replace(problem, '_', ' ') || '.'
end;

-- Without foreign keys: a model named in the environment has no row.
create table public.model_health (
  subject text primary key,
  cooldown_until timestamptz not null,
  cooldown_ms integer not null,
  failure_count integer not null default 1,
  code text not null,
  failed_at timestamptz not null,
  probe_until timestamptz,
  last_problem text,
  in_words text generated always as (private.model_problem_in_words(last_problem)) stored,
  constraint model_health_subject_check
    check (private.is_model_provider(subject) or private.is_model_id(subject)),
  constraint model_health_cooldown_ms_check check (cooldown_ms between 0 and 86400000),
  constraint model_health_failure_count_check check (failure_count >= 1),
  constraint model_health_code_check check (code ~ '^[a-z0-9_]{1,64}$'),
  constraint model_health_last_problem_check check (last_problem ~ '^[a-z0-9_]{1,64}$')
);

comment on table public.model_health is
  'Models and providers that failed and have not answered since. Kept by the functions; deleting a '
  'row lets them ask again at once.';
comment on column public.model_health.subject is 'A model''s id, or a provider''s for all of its models.';
comment on column public.model_health.cooldown_until is
  'Until then it is left alone; afterwards one request may try it.';
comment on column public.model_health.cooldown_ms is
  'How long the latest cooldown is, in milliseconds; the next one is twice as long, up to what such a '
  'failure is left alone for at most.';
comment on column public.model_health.failure_count is 'Failures since it last answered.';
comment on column public.model_health.code is 'What the latest failure was; never a provider''s words.';
comment on column public.model_health.failed_at is 'When it failed last.';
comment on column public.model_health.probe_until is
  'While in the future: some request is trying it, and the others wait.';
comment on column public.model_health.last_problem is
  'What is wrong with it, as a code: the latest failure as whoever operates it may want to mend it.';
comment on column public.model_health.in_words is 'The same in words, with what to do about it.';

-- ---------------------------------------------------------------------------------------------
-- How long models take to their first token
-- ---------------------------------------------------------------------------------------------

-- Of all processes together, so that one which has only just begun knows what is slow for a model.
create table public.model_first_tokens (
  model_id text primary key,
  last_ms integer[] not null,
  slow_after_ms integer,
  measured_at timestamptz not null default now(),
  constraint model_first_tokens_model_id_check check (private.is_model_id(model_id)),
  constraint model_first_tokens_last_ms_check check (cardinality(last_ms) between 1 and 100)
)
-- Room for the next version of a row beside the last: it is rewritten with nearly every answer.
with (fillfactor = 50);

comment on table public.model_first_tokens is
  'How long models took to their first token. Kept by the functions while MODEL_HEDGE is on; deleting '
  'a row lets them learn anew.';
comment on column public.model_first_tokens.model_id is
  'A model''s id. Without a foreign key: a model named in the environment has no row.';
comment on column public.model_first_tokens.last_ms is
  'The last hundred answers, oldest first, in milliseconds.';
comment on column public.model_first_tokens.slow_after_ms is
  'Nine in ten of them had begun by then; empty while fewer than twenty are known.';
comment on column public.model_first_tokens.measured_at is 'When an answer was last counted.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.model_health, public.model_first_tokens
  from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.model_health, public.model_first_tokens
  to service_role;

alter table public.model_health enable row level security;
alter table public.model_first_tokens enable row level security;

-- ---------------------------------------------------------------------------------------------
-- Reading the registry
-- ---------------------------------------------------------------------------------------------

-- As many as an integer holds: an operator may leave a model alone for months, or for ever.
create function private.milliseconds_until(moment timestamptz) returns integer
language sql volatile
set search_path = ''
return least(
  greatest(0, ceil(extract(epoch from moment - clock_timestamp()) * 1000)), 2147483647
)::integer;

-- A model that may be asked, as the functions read it.
create function private.model_entry(m public.models) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', m.id,
    'provider', m.provider_id,
    'name', m.name,
    'label', m.label,
    'quality', m.quality,
    'price', m.price,
    'contextTokens', m.context_tokens,
    'takes', jsonb_build_object(
      'temperature', m.takes_temperature,
      'topP', m.takes_top_p,
      'topK', m.takes_top_k,
      'frequencyPenalty', m.takes_frequency_penalty
    ),
    'hasSystemRole', m.has_system_role,
    'mustAlternate', m.must_alternate,
    'maxTokensParameter', m.max_tokens_parameter,
    'thinkingParameters', m.thinking_parameters,
    'rejectedParameters', to_jsonb(m.rejected_parameters)
  );
end
$$;

-- A model or a provider that fails.
create function private.failing_entry(h public.model_health) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'subject', h.subject,
    'coolingDownMs', private.milliseconds_until(h.cooldown_until),
    'cooldownMs', h.cooldown_ms,
    'problem', h.last_problem,
    'inWords', h.in_words
  );
end
$$;

create function public.read_model_registry() returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'providers', (
      select coalesce(
        jsonb_agg(jsonb_build_object('id', p.id, 'label', p.label) order by p.position, p.id), '[]'
      )
      from public.model_providers as p
      where p.enabled
    ),
    'models', (
      select coalesce(
        jsonb_agg(
          private.model_entry(m)
          order by m.quality desc, m.price = 'paid', p.position, p.id, m.name
        ),
        '[]'
      )
      from public.models as m
      join public.model_providers as p on p.id = m.provider_id
      where p.enabled and m.enabled and (m.retired_at is null or m.retired_at > clock_timestamp())
    ),
    'failing', (
      select coalesce(jsonb_agg(private.failing_entry(h) order by h.subject), '[]')
      from public.model_health as h
    ),
    'slow', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object('modelId', f.model_id, 'afterMs', f.slow_after_ms) order by f.model_id
        ),
        '[]'
      )
      from public.model_first_tokens as f
      where f.slow_after_ms is not null
    )
  );
end
$$;

comment on function public.read_model_registry is
  'The providers and models that are switched on, the best first, who is failing, and from when on each '
  'is slow.';

-- ---------------------------------------------------------------------------------------------
-- Reporting failures and answers
-- ---------------------------------------------------------------------------------------------

-- After a failed probe: twice as long as the last time, within what is asked and what is the most.
create function private.next_cooldown_ms(last_ms integer, asked_ms integer, longest_ms integer)
returns integer
language sql immutable parallel safe
set search_path = ''
return greatest(least(2::bigint * last_ms, longest_ms), asked_ms)::integer;

create function public.report_model_failure(
  subject text,
  cooldown_ms bigint,
  code text,
  longest_ms bigint default 86400000,
  problem text default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  failed_at constant timestamptz := clock_timestamp();
  asked_ms constant integer := least(greatest(cooldown_ms, 0), 86400000);
  most_ms constant integer := least(greatest(longest_ms, 0), 86400000);
  until timestamptz;
begin
  insert into public.model_health as h (
    subject, cooldown_until, cooldown_ms, code, failed_at, last_problem
  )
  values (
    report_model_failure.subject, failed_at + asked_ms * interval '1 millisecond', asked_ms,
    report_model_failure.code, failed_at, report_model_failure.problem
  )
  on conflict on constraint model_health_pkey do update
  set
    -- While it cools, the later end counts; afterwards it was a probe that failed.
    cooldown_ms = case
      when h.cooldown_until > excluded.failed_at then greatest(h.cooldown_ms, excluded.cooldown_ms)
      else private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms, most_ms)
    end,
    cooldown_until = case
      when h.cooldown_until > excluded.failed_at
        then greatest(h.cooldown_until, excluded.cooldown_until)
      else excluded.failed_at
        + private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms, most_ms)
        * interval '1 millisecond'
    end,
    failure_count = h.failure_count + 1,
    code = excluded.code,
    failed_at = excluded.failed_at,
    last_problem = excluded.last_problem,
    probe_until = null
  returning h.cooldown_until into until;
  return jsonb_build_object('coolingDownMs', private.milliseconds_until(until));
end
$$;

comment on function public.report_model_failure is
  'Leaves a model or a provider alone for a while; after a failed probe twice as long, up to longest_ms.';

-- Always in one order, so that nobody waits for somebody who waits for them.
create function private.lock_model_health(subjects text[])
returns setof public.model_health
language sql
set search_path = ''
begin atomic
  select h.*
  from public.model_health as h
  where h.subject = any (subjects)
  order by h.subject
  for update;
end;

create function public.report_model_success(subjects text[]) returns void
language sql
set search_path = ''
begin atomic
  delete from public.model_health as h
  where h.subject in (
    select locked.subject from private.lock_model_health(report_model_success.subjects) as locked
  );
end;

comment on function public.report_model_success is 'Forgets the failures of those who answer again.';

create function public.lease_model_probe(subjects text[]) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  is_free boolean;
begin
  -- Whoever comes second waits for the first one and sees what it did. Those without a row are well.
  select coalesce(
    bool_and(
      locked.cooldown_until <= clock_timestamp()
      and (locked.probe_until is null or locked.probe_until <= clock_timestamp())
    ),
    true
  )
  into is_free
  from private.lock_model_health(lease_model_probe.subjects) as locked;

  if is_free then
    update public.model_health as h
    -- Longer than a model may be silent and think.
    set probe_until = clock_timestamp() + interval '60 seconds'
    where h.subject = any (lease_model_probe.subjects);
  end if;
  return jsonb_build_object('leased', is_free);
end
$$;

comment on function public.lease_model_probe is
  'Lets one request at a time try those who have cooled down: all of the subjects, or none.';

create function public.release_model_probe(subjects text[]) returns void
language sql
set search_path = ''
begin atomic
  update public.model_health as h
  set probe_until = null
  where h.subject in (
    select locked.subject from private.lock_model_health(release_model_probe.subjects) as locked
  );
end;

comment on function public.release_model_probe is
  'Gives a lease back before its time, when the request has shown nothing of the subjects.';

-- ---------------------------------------------------------------------------------------------
-- Recording first tokens
-- ---------------------------------------------------------------------------------------------

-- The last hundred of a list.
create function private.last_hundred(times integer[]) returns integer[]
language sql immutable strict parallel safe
set search_path = ''
return times[greatest(cardinality(times) - 99, 1):];

-- Null while there are too few to tell.
create function private.slow_after_ms(times integer[]) returns integer
language sql immutable strict parallel safe
set search_path = ''
return (
  select case when count(*) >= 20 then percentile_disc(0.9) within group (order by time_ms) end
  from unnest(times) as time_ms
);

create function public.record_first_tokens(samples jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Always in one order, so that nobody waits for somebody who waits for them.
  insert into public.model_first_tokens as f (model_id, last_ms, slow_after_ms, measured_at)
  select s.model_id, s.last_ms, private.slow_after_ms(s.last_ms), clock_timestamp()
  from (
    select
      sample ->> 'modelId' as model_id,
      private.last_hundred(
        array(
          select least(greatest(time_ms::numeric, 0), 3600000)::integer
          from jsonb_array_elements_text(sample -> 'firstTokenMs') with ordinality as t (time_ms, place)
          order by t.place
        )
      ) as last_ms
    from jsonb_array_elements(samples) as sample
  ) as s
  where cardinality(s.last_ms) > 0
  order by s.model_id
  on conflict on constraint model_first_tokens_pkey do update
  set
    last_ms = private.last_hundred(f.last_ms || excluded.last_ms),
    slow_after_ms = private.slow_after_ms(private.last_hundred(f.last_ms || excluded.last_ms)),
    measured_at = excluded.measured_at;

  -- What somebody else is counting just now is not forgotten, and not waited for.
  delete from public.model_first_tokens as f
  where f.model_id in (
    select forgotten.model_id
    from public.model_first_tokens as forgotten
    where forgotten.measured_at < clock_timestamp() - interval '30 days'
    for update skip locked
  );
end
$$;

comment on function public.record_first_tokens is
  'Counts how long models took to their first token: [{"modelId", "firstTokenMs": [...]}], each model '
  'once.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.model_problem_in_words,
  private.milliseconds_until,
  private.model_entry,
  private.failing_entry,
  private.next_cooldown_ms,
  private.lock_model_health,
  private.last_hundred,
  private.slow_after_ms,
  public.read_model_registry,
  public.report_model_failure,
  public.report_model_success,
  public.lease_model_probe,
  public.release_model_probe,
  public.record_first_tokens
from public, anon, authenticated;

grant execute on function
  private.model_problem_in_words,
  private.milliseconds_until,
  private.model_entry,
  private.failing_entry,
  private.next_cooldown_ms,
  private.lock_model_health,
  private.last_hundred,
  private.slow_after_ms,
  public.read_model_registry,
  public.report_model_failure,
  public.report_model_success,
  public.lease_model_probe,
  public.release_model_probe,
  public.record_first_tokens
to service_role;
