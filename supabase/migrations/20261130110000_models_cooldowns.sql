-- Cooldowns by what happened, and what is wrong with an upstream in words for whoever operates it.

-- As many as an integer holds: an operator may leave a model alone for months, or for ever.
create or replace function private.milliseconds_until(moment timestamptz) returns integer
language sql volatile
set search_path = ''
return least(
  greatest(0, ceil(extract(epoch from moment - clock_timestamp()) * 1000)), 2147483647
)::integer;

-- ---------------------------------------------------------------------------------------------
-- In words
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
  else 'Fails: ' || replace(problem, '_', ' ') || '.'
end;

alter table public.model_health
  add column last_problem text,
  add constraint model_health_last_problem_check check (last_problem ~ '^[a-z0-9_]{1,64}$'),
  add column in_words text generated always as (private.model_problem_in_words(last_problem)) stored;

-- As it was: its columns were counted when it was made.
create or replace function private.lock_model_health(subjects text[])
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

comment on column public.model_health.last_problem is
  'What is wrong with it, as a code: the latest failure as whoever operates it may want to mend it.';
comment on column public.model_health.in_words is 'The same in words, with what to do about it.';
comment on column public.model_health.cooldown_ms is
  'How long the latest cooldown is, in milliseconds; the next one is twice as long, up to what such a '
  'failure is left alone for at most.';

-- ---------------------------------------------------------------------------------------------
-- Reporting a failure
-- ---------------------------------------------------------------------------------------------

drop function public.report_model_failure(text, bigint, text);
drop function private.next_cooldown_ms(integer, integer);

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

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.model_problem_in_words,
  private.next_cooldown_ms,
  public.report_model_failure
from public, anon, authenticated;

grant execute on function
  private.model_problem_in_words,
  private.next_cooldown_ms,
  public.report_model_failure
to service_role;
