-- How long models take to their first token, of all processes together, so that one which has only just
-- begun knows what is slow for a model. And a registry that tells of it, and of problems in words.

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
-- Recording
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
-- Reading
-- ---------------------------------------------------------------------------------------------

create or replace function public.read_model_registry() returns jsonb
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
            'coolingDownMs', private.milliseconds_until(h.cooldown_until),
            'cooldownMs', h.cooldown_ms,
            'problem', h.last_problem,
            'inWords', h.in_words
          )
          order by h.subject
        ),
        '[]'
      )
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
-- Who may do what
-- ---------------------------------------------------------------------------------------------

alter table public.model_first_tokens enable row level security;

revoke all on public.model_first_tokens from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.model_first_tokens to service_role;

revoke all on function
  private.last_hundred,
  private.slow_after_ms,
  public.record_first_tokens
from public, anon, authenticated;

grant execute on function
  private.last_hundred,
  private.slow_after_ms,
  public.record_first_tokens
to service_role;
