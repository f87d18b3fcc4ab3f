-- The registry of models: who can answer, what each of them takes, and who is to be left alone for
-- a while. Operators edit providers and models in Studio; the functions read them at most every few
-- seconds. Visitors get nothing here: the models function answers them.

-- ---------------------------------------------------------------------------------------------
-- Names
-- ---------------------------------------------------------------------------------------------

-- Strict: a chat without a choice, which every turn updates, does not pay for its check.

-- The providers the functions know how to talk to; another one needs code first.
create function private.is_model_provider(id text) returns boolean
language sql immutable strict parallel safe
set search_path = ''
return id in (
  'openrouter', 'groq', 'cerebras', 'deepseek', 'qwen', 'gemini', 'anthropic', 'openai',
  'openai-compatible'
);

-- A model's id, as in groq:openai/gpt-oss-120b.
create function private.is_model_id(id text) returns boolean
language sql immutable strict parallel safe
set search_path = ''
return char_length(id) <= 200
  and private.is_model_provider(split_part(id, ':', 1))
  and substr(id, strpos(id, ':') + 1) ~ '^[A-Za-z0-9][A-Za-z0-9._:/@-]*$'
  and strpos(id, ':') > 0;

-- auto, auto:<provider> or a model's id, as on the wire.
create function private.is_model_selection(selection text) returns boolean
language sql immutable strict parallel safe
set search_path = ''
return selection = 'auto'
  or (starts_with(selection, 'auto:') and private.is_model_provider(substr(selection, 6)))
  or private.is_model_id(selection);

-- Names of a request's fields.
create function private.are_parameter_names(names text[]) returns boolean
language sql immutable strict parallel safe
set search_path = ''
return cardinality(names) <= 50 and not exists (
  select from unnest(names) as name where not coalesce(name ~ '^[A-Za-z0-9_.]{1,64}$', false)
);

revoke all on function
  private.is_model_provider,
  private.is_model_id,
  private.is_model_selection,
  private.are_parameter_names
from public, anon, authenticated;

grant execute on function
  private.is_model_provider,
  private.is_model_id,
  private.is_model_selection,
  private.are_parameter_names
to service_role;

-- Visitors choose the model of a chat of theirs, and its check runs in their name.
grant execute on function
  private.is_model_provider,
  private.is_model_id,
  private.is_model_selection
to authenticated;

-- ---------------------------------------------------------------------------------------------
-- Providers
-- ---------------------------------------------------------------------------------------------

create table public.model_providers (
  id text primary key,
  label text not null,
  enabled boolean not null default true,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint model_providers_id_check check (private.is_model_provider(id)),
  constraint model_providers_label_check check (char_length(label) between 1 and 80)
);

comment on table public.model_providers is
  'Whose models can answer. A provider takes part when its key is set in the functions'' environment '
  'and it is enabled here.';
comment on column public.model_providers.id is 'The provider''s name in selections, e.g. groq.';
comment on column public.model_providers.label is 'How visitors read it.';
comment on column public.model_providers.enabled is 'Off: none of its models is asked.';
comment on column public.model_providers.position is 'Who comes first among equally good models.';
comment on column public.model_providers.created_at is 'When the row was made.';
comment on column public.model_providers.updated_at is 'Kept by a trigger.';

create trigger model_providers_touch
  before update on public.model_providers
  for each row
  execute function private.touch_updated_at();

-- ---------------------------------------------------------------------------------------------
-- Models
-- ---------------------------------------------------------------------------------------------

create table public.models (
  id text primary key,
  provider_id text not null references public.model_providers (id) on delete cascade,
  name text not null,
  label text not null,
  quality integer not null,
  price text not null,
  context_tokens integer not null,
  takes_temperature boolean not null default true,
  takes_top_p boolean not null default true,
  takes_top_k boolean not null default false,
  takes_frequency_penalty boolean not null default false,
  has_system_role boolean not null default true,
  must_alternate boolean not null default false,
  max_tokens_parameter text not null default 'max_tokens',
  thinking_parameters jsonb not null default '{}',
  rejected_parameters text[] not null default '{}',
  enabled boolean not null default true,
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint models_id_check check (id = provider_id || ':' || name and private.is_model_id(id)),
  constraint models_label_check check (char_length(label) between 1 and 120),
  constraint models_quality_check check (quality between 1 and 10),
  constraint models_price_check check (price in ('free', 'paid')),
  constraint models_context_tokens_check check (context_tokens between 1024 and 100000000),
  constraint models_max_tokens_parameter_check
    check (max_tokens_parameter in ('max_tokens', 'max_completion_tokens')),
  constraint models_thinking_parameters_check
    check (
      jsonb_typeof(thinking_parameters) = 'object'
      -- What the request is made of is not theirs to change.
      and not thinking_parameters ?| array['model', 'messages', 'stream', 'stream_options']
    ),
  constraint models_rejected_parameters_check
    check (private.are_parameter_names(rejected_parameters))
);

create index models_provider_id_idx on public.models (provider_id);

comment on table public.models is
  'The models that can answer, and what each of them takes. Read by the functions within seconds.';
comment on column public.models.id is
  'provider_id and name with a colon between: groq:openai/gpt-oss-120b. Sites, characters and '
  'chats choose a model by it.';
comment on column public.models.provider_id is 'Who serves it.';
comment on column public.models.name is 'Its name exactly as the provider spells it in requests.';
comment on column public.models.label is 'How visitors read it.';
comment on column public.models.quality is '1 to 10, your own judgement: the best ones are asked first.';
comment on column public.models.price is
  'free (its provider lets you use it without paying, within limits) or paid; of equally good models '
  'the free ones are asked first.';
comment on column public.models.context_tokens is
  'How many tokens instructions, messages and answer may have together.';
comment on column public.models.takes_temperature is 'Whether requests may have a temperature.';
comment on column public.models.takes_top_p is 'Whether requests may have a top_p.';
comment on column public.models.takes_top_k is 'Whether requests may have a top_k.';
comment on column public.models.takes_frequency_penalty is
  'Whether requests may have a frequency_penalty.';
comment on column public.models.has_system_role is
  'Off: the instructions are put into the visitor''s first message.';
comment on column public.models.must_alternate is
  'On: neighbouring messages of the same role are put together, since it refuses them.';
comment on column public.models.max_tokens_parameter is
  'How the limit of an answer''s length is called: max_tokens or max_completion_tokens.';
comment on column public.models.thinking_parameters is
  'Fields added to each request, as the provider names them, so that it thinks little or not at all: '
  '{"thinking": {"type": "disabled"}}.';
comment on column public.models.rejected_parameters is
  'Fields it has refused; they are not sent to it any more. Filled by the functions, emptied by you.';
comment on column public.models.enabled is 'Off: it is not asked.';
comment on column public.models.retired_at is
  'When its provider switches it off; from then on it is not asked. Empty for most.';
comment on column public.models.created_at is 'When the row was made.';
comment on column public.models.updated_at is 'Kept by a trigger.';

create trigger models_touch
  before update on public.models
  for each row
  execute function private.touch_updated_at();

-- ---------------------------------------------------------------------------------------------
-- Health
-- ---------------------------------------------------------------------------------------------

-- Without foreign keys: a model named in the environment has no row.
create table public.model_health (
  subject text primary key,
  cooldown_until timestamptz not null,
  cooldown_ms integer not null,
  failure_count integer not null default 1,
  code text not null,
  failed_at timestamptz not null,
  probe_until timestamptz,
  constraint model_health_subject_check
    check (private.is_model_provider(subject) or private.is_model_id(subject)),
  constraint model_health_cooldown_ms_check check (cooldown_ms between 0 and 86400000),
  constraint model_health_failure_count_check check (failure_count >= 1),
  constraint model_health_code_check check (code ~ '^[a-z0-9_]{1,64}$')
);

comment on table public.model_health is
  'Models and providers that failed and have not answered since. Kept by the functions; deleting a '
  'row lets them ask again at once.';
comment on column public.model_health.subject is 'A model''s id, or a provider''s for all of its models.';
comment on column public.model_health.cooldown_until is
  'Until then it is left alone; afterwards one request may try it.';
comment on column public.model_health.cooldown_ms is
  'How long the latest cooldown is, in milliseconds; the next one is twice as long, 24 hours at most.';
comment on column public.model_health.failure_count is 'Failures since it last answered.';
comment on column public.model_health.code is 'What the latest failure was; never a provider''s words.';
comment on column public.model_health.failed_at is 'When it failed last.';
comment on column public.model_health.probe_until is
  'While in the future: some request is trying it, and the others wait.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.model_providers, public.models, public.model_health
  from public, anon, authenticated, service_role;

grant select, insert, update, delete
  on public.model_providers, public.models, public.model_health
  to service_role;

alter table public.model_providers enable row level security;
alter table public.models enable row level security;
alter table public.model_health enable row level security;
