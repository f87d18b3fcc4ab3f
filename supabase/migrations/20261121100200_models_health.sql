-- What the functions ask and report of models, so that all their processes know of a failure and
-- one of them at a time tries whoever has cooled down. Only the server's own role may call these.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

create function private.milliseconds_until(moment timestamptz) returns integer
language sql volatile
set search_path = ''
return greatest(0, ceil(extract(epoch from moment - clock_timestamp()) * 1000))::integer;

-- After a failed probe: twice as long as the last time, at least what is asked, 24 hours at most.
create function private.next_cooldown_ms(last_ms integer, asked_ms integer) returns integer
language sql immutable parallel safe
set search_path = ''
return least(greatest(2 * last_ms, asked_ms), 86400000);

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
          jsonb_build_object(
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
          )
          order by m.quality desc, m.price = 'paid', p.position, p.id, m.name
        ),
        '[]'
      )
      from public.models as m
      join public.model_providers as p on p.id = m.provider_id
      where p.enabled and m.enabled and (m.retired_at is null or m.retired_at > clock_timestamp())
    ),
    'failing', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'subject', h.subject,
            'coolingDownMs', private.milliseconds_until(h.cooldown_until)
          )
          order by h.subject
        ),
        '[]'
      )
      from public.model_health as h
    )
  );
end
$$;

comment on function public.read_model_registry is
  'The providers and models that are switched on, the best first, and who is failing.';

create function public.report_model_failure(subject text, cooldown_ms bigint, code text)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  failed_at constant timestamptz := clock_timestamp();
  asked_ms constant integer := least(greatest(cooldown_ms, 0), 86400000);
  until timestamptz;
begin
  insert into public.model_health as h (subject, cooldown_until, cooldown_ms, code, failed_at)
  values (
    report_model_failure.subject, failed_at + asked_ms * interval '1 millisecond', asked_ms,
    report_model_failure.code, failed_at
  )
  on conflict on constraint model_health_pkey do update
  set
    -- While it cools, the later end counts; afterwards it was a probe that failed.
    cooldown_ms = case
      when h.cooldown_until > excluded.failed_at then greatest(h.cooldown_ms, excluded.cooldown_ms)
      else private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms)
    end,
    cooldown_until = case
      when h.cooldown_until > excluded.failed_at
        then greatest(h.cooldown_until, excluded.cooldown_until)
      else excluded.failed_at
        + private.next_cooldown_ms(h.cooldown_ms, excluded.cooldown_ms) * interval '1 millisecond'
    end,
    failure_count = h.failure_count + 1,
    code = excluded.code,
    failed_at = excluded.failed_at,
    probe_until = null
  returning h.cooldown_until into until;
  return jsonb_build_object('coolingDownMs', private.milliseconds_until(until));
end
$$;

comment on function public.report_model_failure is
  'Leaves a model or a provider alone for a while, twice as long after a failed probe.';

-- Always in one order, so that nobody waits for somebody who waits for them.
create function private.lock_model_health(subjects text[]) returns setof public.model_health
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

create function public.reject_model_parameter(model_id text, parameter text) returns void
language sql
set search_path = ''
begin atomic
  update public.models as m
  set rejected_parameters = m.rejected_parameters || reject_model_parameter.parameter
  where m.id = reject_model_parameter.model_id
    and reject_model_parameter.parameter <> all (m.rejected_parameters);
end;

comment on function public.reject_model_parameter is
  'Remembers a field that a model refuses. A model of the environment has no row, which is no error.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.milliseconds_until,
  private.next_cooldown_ms,
  private.lock_model_health,
  public.read_model_registry,
  public.report_model_failure,
  public.report_model_success,
  public.lease_model_probe,
  public.release_model_probe,
  public.reject_model_parameter
from public, anon, authenticated;

grant execute on function
  private.milliseconds_until,
  private.next_cooldown_ms,
  private.lock_model_health,
  public.read_model_registry,
  public.report_model_failure,
  public.report_model_success,
  public.lease_model_probe,
  public.release_model_probe,
  public.reject_model_parameter
to service_role;
