-- Operating: what an operator asks of a running project, as views, and what an operator may safely do to
-- it, as functions for Studio's SQL editor.

-- ---------------------------------------------------------------------------------------------
-- What an operator asks
-- ---------------------------------------------------------------------------------------------

create view public.answers_by_day with (security_invoker = true) as
select
  (a.began_at at time zone 'utc')::date as day,
  s.site_key,
  count(*) as answers,
  count(*) filter (where a.is_answered) as answered,
  count(*) filter (where a.is_stopped and not a.is_answered) as stopped,
  count(*) filter (where a.is_over and not a.is_answered and not a.is_stopped) as failed,
  count(distinct a.visitor_id) as visitors
from (
  select
    u.site_id, u.visitor_id, min(u.occurred_at) as began_at,
    coalesce(bool_or(u.outcome = 'answered'), false) as is_answered,
    coalesce(bool_or(u.outcome = 'stopped'), false) as is_stopped,
    bool_and(u.outcome is not null) as is_over
  from public.usage_events as u
  where u.kind = 'answer'
  group by u.stream_id, u.site_id, u.visitor_id
) as a
left join public.sites as s on s.id = a.site_id
group by day, s.site_key
order by day desc, s.site_key;

comment on view public.answers_by_day is
  'How much is it used, and does it answer? A row for each day (UTC) and site, the newest first.';
comment on column public.answers_by_day.day is 'By UTC.';
comment on column public.answers_by_day.site_key is 'Empty when the site is gone.';
comment on column public.answers_by_day.answers is 'Answers that were begun; one that was continued counts anew.';
comment on column public.answers_by_day.answered is 'Those that a model, or the offline responder, ended well.';
comment on column public.answers_by_day.stopped is 'Those that their visitors stopped.';
comment on column public.answers_by_day.failed is 'Those that no model ended well; failures_by_model says why.';
comment on column public.answers_by_day.visitors is 'Who was answered, without those who are erased by now.';

create view public.failures_by_model with (security_invoker = true) as
select
  a.day, a.provider, a.model, a.outcome, count(*) as failures, a.asked, max(a.occurred_at) as last_at
from (
  select
    (u.occurred_at at time zone 'utc')::date as day, u.provider, u.model, u.outcome, u.occurred_at,
    count(*) over (
      partition by (u.occurred_at at time zone 'utc')::date, u.provider, u.model
    ) as asked
  from public.usage_events as u
  where u.outcome is not null
) as a
where a.outcome not in ('answered', 'stopped', 'called_off')
group by a.day, a.provider, a.model, a.outcome, a.asked
order by a.day desc, failures desc;

comment on view public.failures_by_model is
  'Which model fails, and with what? A row for each day (UTC), model and failure, the newest first.';
comment on column public.failures_by_model.day is 'By UTC.';
comment on column public.failures_by_model.provider is 'Who serves it.';
comment on column public.failures_by_model.model is 'Empty when none could be asked, or the answer''s server died.';
comment on column public.failures_by_model.outcome is
  'The failure''s code, as in status_429 or first_token_timeout; not_asked, when none could be asked; '
  'abandoned, when the answer''s server died.';
comment on column public.failures_by_model.failures is 'How often.';
comment on column public.failures_by_model.asked is 'How often the model was asked that day.';
comment on column public.failures_by_model.last_at is 'When it was asked for the last of them.';

create view public.slow_answers with (security_invoker = true) as
select
  a.began_at,
  s.site_key,
  (extract(epoch from a.first_text_at - a.began_at) * 1000)::integer as first_text_ms,
  (extract(epoch from a.ended_at - a.began_at) * 1000)::integer as total_ms,
  a.attempts,
  a.model,
  a.chat_id,
  a.message_id
from (
  select
    u.site_id, u.chat_id, u.message_id, min(u.occurred_at) as began_at, count(*) as attempts,
    min(u.occurred_at + u.first_text_ms * interval '1 millisecond') as first_text_at,
    max(u.occurred_at + u.total_ms * interval '1 millisecond') as ended_at,
    max(u.provider || ':' || u.model) filter (where u.outcome = 'answered') as model
  from public.usage_events as u
  where u.kind = 'answer' and u.occurred_at > now() - interval '7 days'
  group by u.stream_id, u.site_id, u.chat_id, u.message_id
) as a
left join public.sites as s on s.id = a.site_id
where coalesce(a.first_text_at, a.ended_at) - a.began_at > interval '3 seconds'
order by coalesce(a.first_text_at, a.ended_at) - a.began_at desc;

comment on view public.slow_answers is
  'Who had to wait? The answers of the last seven days whose first words took more than three seconds, '
  'the slowest first.';
comment on column public.slow_answers.began_at is 'When the first model was asked.';
comment on column public.slow_answers.site_key is 'Empty when the site is gone.';
comment on column public.slow_answers.first_text_ms is
  'From there to the first visible text, in milliseconds, all attempts together; empty when none came.';
comment on column public.slow_answers.total_ms is 'From there to the end, in milliseconds.';
comment on column public.slow_answers.attempts is 'How often a model was asked.';
comment on column public.slow_answers.model is 'Who answered, if anybody did.';
comment on column public.slow_answers.chat_id is 'Empty when the chat is deleted.';
comment on column public.slow_answers.message_id is 'The answer; empty when it is deleted.';

create view public.tokens_by_site with (security_invoker = true) as
select
  (u.occurred_at at time zone 'utc')::date as day,
  s.site_key,
  u.provider,
  u.model,
  count(*) as asked,
  sum(u.input_tokens) as input_tokens,
  sum(u.output_tokens) as output_tokens,
  sum(u.cost_microcents) as cost_microcents
from public.usage_events as u
left join public.sites as s on s.id = u.site_id
where u.model is not null
group by day, s.site_key, u.provider, u.model
order by day desc, s.site_key, input_tokens desc nulls last;

comment on view public.tokens_by_site is
  'Who used how much? A row for each day (UTC), site and model, the newest first; what failed or was '
  'called off has its part.';
comment on column public.tokens_by_site.day is 'By UTC.';
comment on column public.tokens_by_site.site_key is 'Empty when the site is gone.';
comment on column public.tokens_by_site.provider is 'Who served it.';
comment on column public.tokens_by_site.model is 'By its provider''s name for it.';
comment on column public.tokens_by_site.asked is 'How often it was asked.';
comment on column public.tokens_by_site.input_tokens is 'As far as the provider told.';
comment on column public.tokens_by_site.output_tokens is 'As far as the provider told.';
comment on column public.tokens_by_site.cost_microcents is 'In millionths of a cent; empty until models have prices.';

revoke all on public.answers_by_day, public.failures_by_model, public.slow_answers, public.tokens_by_site
  from public, anon, authenticated, service_role;

grant select on public.answers_by_day, public.failures_by_model, public.slow_answers, public.tokens_by_site
  to service_role;

-- ---------------------------------------------------------------------------------------------
-- What an operator may do
-- ---------------------------------------------------------------------------------------------

-- Whoever may open the SQL editor is the owner of all this; nobody who comes over an API gets here.
create schema ops;
revoke all on schema ops from public;

comment on schema ops is
  'What an operator may safely do to a running project, for the SQL editor: select ops.wake_model(''groq''). '
  'Each function says what it has done, or why not.';

create function ops.cool_down_model(model_or_provider text, minutes integer default 60) returns text
language plpgsql
set search_path = ''
as $$
declare
  until constant timestamptz := clock_timestamp() + make_interval(mins => minutes);
begin
  insert into public.model_health as h (
    subject, cooldown_until, cooldown_ms, code, failed_at, last_problem
  )
  values (
    model_or_provider, until, least(minutes::bigint * 60000, 86400000), 'by_hand', clock_timestamp(),
    'by_hand'
  )
  on conflict (subject) do update
  set
    cooldown_until = excluded.cooldown_until, cooldown_ms = excluded.cooldown_ms,
    code = excluded.code, last_problem = excluded.last_problem, probe_until = null;
  return format('%s is left alone until %s; then one request tries it', model_or_provider, until);
end
$$;

comment on function ops.cool_down_model is
  'Leaves a model (groq:openai/gpt-oss-120b), or all models of a provider (groq), alone for so many '
  'minutes. To leave it alone for good, switch off enabled in its row of models or model_providers.';

create function ops.wake_model(model_or_provider text) returns text
language plpgsql
set search_path = ''
as $$
begin
  delete from public.model_health as h where h.subject = model_or_provider;
  if not found then
    raise exception '% is not being left alone', model_or_provider using errcode = 'no_data_found';
  end if;
  return format('%s is asked again from now on', model_or_provider);
end
$$;

comment on function ops.wake_model is
  'Has a model, or a provider, asked again at once that is left alone after failures or by hand.';

create function ops.archive_character(site_key text, slug text) returns text
language plpgsql
set search_path = ''
as $$
begin
  update public.characters as c
  set archived_at = coalesce(c.archived_at, clock_timestamp())
  from public.sites as s
  where s.id = c.site_id and s.site_key = archive_character.site_key and c.slug = archive_character.slug;
  if not found then
    raise exception 'The site % has no character %', site_key, slug using errcode = 'no_data_found';
  end if;
  return format('%s begins no new chats; those that were begun go on', slug);
end
$$;

comment on function ops.archive_character is
  'Takes a character out of service: it is in no list and begins no chats, and nothing that was said is '
  'lost. Emptying archived_at in its row of characters brings it back.';

create function ops.end_call(call_id uuid) returns text
language plpgsql
set search_path = ''
as $$
begin
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = 'operator'
  where c.id = call_id and c.ended_at is null;
  if not found then
    raise exception 'There is no call % that lasts', call_id using errcode = 'no_data_found';
  end if;
  return format('The call %s has ended; the visitor''s page hears of it within seconds', call_id);
end
$$;

comment on function ops.end_call is 'Ends a call, whoever is in it. Its id is in its row of calls.';

create function ops.run_job_now(job_id bigint) returns text
language plpgsql
set search_path = ''
as $$
begin
  update public.jobs as j
  set run_at = clock_timestamp(), attempts = 0, failed_at = null, locked_until = null
  where j.id = job_id and (j.locked_until is null or j.locked_until <= clock_timestamp());
  if not found then
    raise exception 'There is no job % that waits: it is done, or being done', job_id
      using errcode = 'no_data_found';
  end if;
  perform private.call_maintenance();
  return format('The job %s is due now: it is done with the next answer, or as maintenance is called', job_id);
end
$$;

comment on function ops.run_job_now is
  'Makes a job due now that is for later, or was given up. Its id is in its row of jobs.';

revoke all on function
  ops.cool_down_model,
  ops.wake_model,
  ops.archive_character,
  ops.end_call,
  ops.run_job_now
from public, anon, authenticated, service_role;
