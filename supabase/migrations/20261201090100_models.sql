-- The registry of models: who can answer, and what each of them takes. Operators edit providers and
-- models in Studio; the functions read them at most every few seconds. Visitors get nothing here: the
-- models function answers them.

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
-- Settings of an answer: a site's, a character's or a chat's
-- ---------------------------------------------------------------------------------------------

-- In public, for the Data API names a column's type in the role of whoever writes to it, and visitors
-- may not use private.

create domain public.max_tokens as integer
  constraint max_tokens_check check (value between 256 and 4096);
create domain public.temperature as numeric(3, 2)
  constraint temperature_check check (value between 0 and 2);
create domain public.top_p as numeric(3, 2)
  constraint top_p_check check (value between 0 and 1);
create domain public.top_k as integer
  constraint top_k_check check (value between 0 and 100);
create domain public.frequency_penalty as numeric(3, 2)
  constraint frequency_penalty_check check (value between 0 and 2);

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
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.model_providers, public.models from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.model_providers, public.models to service_role;

alter table public.model_providers enable row level security;
alter table public.models enable row level security;

-- ---------------------------------------------------------------------------------------------
-- What models refuse
-- ---------------------------------------------------------------------------------------------

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

revoke all on function public.reject_model_parameter from public, anon, authenticated;

grant execute on function public.reject_model_parameter to service_role;

-- ---------------------------------------------------------------------------------------------
-- The first rows: what the providers offer in November 2026
-- ---------------------------------------------------------------------------------------------

-- Operators add, judge and switch off models in Studio; nothing here is ever written again.
-- Quality is our judgement of a warm and lively conversation, not of a benchmark. Where a model can
-- think, it is asked not to, or as little as it can: nobody sees it, and everybody waits for it.

insert into public.model_providers (id, label, position)
values
  ('groq', 'Groq', 10),
  ('cerebras', 'Cerebras', 20),
  ('gemini', 'Google Gemini', 30),
  ('deepseek', 'DeepSeek', 40),
  ('qwen', 'Qwen', 50),
  ('openai', 'OpenAI', 60),
  ('anthropic', 'Anthropic', 70),
  ('openrouter', 'OpenRouter', 80),
  ('openai-compatible', 'Own server', 90);

-- https://console.groq.com/docs/models
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, max_tokens_parameter,
  thinking_parameters, retired_at
)
select
  'groq:' || m.name, 'groq', m.name, m.label, m.quality, 'free', 131072, 'max_completion_tokens',
  m.thinking_parameters::jsonb, m.retired_at::timestamptz
from (
  values
    ('openai/gpt-oss-120b', 'GPT-OSS 120B', 7, '{"reasoning_effort": "low"}', null),
    ('qwen/qwen3.6-27b', 'Qwen 3.6 27B', 7, '{"reasoning_effort": "none"}', null),
    ('openai/gpt-oss-20b', 'GPT-OSS 20B', 5, '{"reasoning_effort": "low"}', null),
    -- Enterprise contracts have it still: empty retired_at there.
    ('llama-3.3-70b-versatile', 'Llama 3.3 70B', 6, '{}', '2026-08-16'),
    ('llama-3.1-8b-instant', 'Llama 3.1 8B', 4, '{}', '2026-08-16'),
    ('meta-llama/llama-4-scout-17b-16e-instruct', 'Llama 4 Scout', 5, '{}', '2026-07-17')
) as m (name, label, quality, thinking_parameters, retired_at);

-- https://inference-docs.cerebras.ai/models/overview; the contexts are those of the free plan.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, max_tokens_parameter,
  thinking_parameters, retired_at
)
select
  'cerebras:' || m.name, 'cerebras', m.name, m.label, m.quality, 'free', m.context_tokens,
  'max_completion_tokens', m.thinking_parameters::jsonb, m.retired_at::timestamptz
from (
  values
    ('qwen-3.8-27b', 'Qwen 3.8 27B', 8, 64000, '{"reasoning_effort": "none"}', null),
    ('gpt-oss-120b', 'GPT-OSS 120B', 7, 65000, '{"reasoning_effort": "low"}', null),
    ('llama3.1-8b', 'Llama 3.1 8B', 4, 8192, '{}', '2026-05-27'),
    ('llama-3.3-70b', 'Llama 3.3 70B', 6, 65000, '{}', '2026-02-16')
) as m (name, label, quality, context_tokens, thinking_parameters, retired_at);

-- https://ai.google.dev/gemini-api/docs/openai; Gemma's template knows neither a system's turn nor
-- two turns of the same speaker.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, has_system_role, must_alternate,
  thinking_parameters
)
select
  'gemini:' || m.name, 'gemini', m.name, m.label, m.quality, 'free', m.context_tokens,
  m.is_gemini, not m.is_gemini, m.thinking_parameters::jsonb
from (
  values
    ('gemini-3.8-flash', 'Gemini 3.8 Flash', 9, 1048576, true, '{"reasoning_effort": "low"}'),
    ('gemini-3.5-flash', 'Gemini 3.5 Flash', 8, 1048576, true, '{"reasoning_effort": "minimal"}'),
    ('gemma-4-31b-it', 'Gemma 4 31B', 6, 262144, false, '{}'),
    ('gemma-4-26b-a4b-it', 'Gemma 4 26B A4B', 5, 262144, false, '{}')
) as m (name, label, quality, context_tokens, is_gemini, thinking_parameters);

-- https://api-docs.deepseek.com/quick_start/pricing; deepseek-v4-flash is an old name of
-- deepseek-flash, and off, so that no turn asks the same model twice.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, thinking_parameters, enabled,
  retired_at
)
select
  'deepseek:' || m.name, 'deepseek', m.name, m.label, m.quality, 'paid', 1000000,
  '{"thinking": {"type": "disabled"}}', m.enabled, m.retired_at::timestamptz
from (
  values
    ('deepseek-v4-pro', 'DeepSeek V4 Pro', 9, true, null),
    ('deepseek-flash', 'DeepSeek Flash', 8, true, null),
    ('deepseek-v4-flash', 'DeepSeek V4 Flash', 8, false, null),
    ('deepseek-chat', 'DeepSeek Chat', 7, true, '2026-07-24'),
    ('deepseek-reasoner', 'DeepSeek Reasoner', 7, true, '2026-07-24')
) as m (name, label, quality, enabled, retired_at);

-- https://www.alibabacloud.com/help/en/model-studio/models
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, takes_top_k, thinking_parameters
)
select
  'qwen:' || m.name, 'qwen', m.name, m.label, m.quality, 'paid', m.context_tokens, true,
  '{"enable_thinking": false}'
from (
  values
    ('qwen3.8-max', 'Qwen 3.8 Max', 9, 991000),
    ('qwen3.7-plus', 'Qwen 3.7 Plus', 8, 1000000),
    ('qwen3.8-flash', 'Qwen 3.8 Flash', 7, 991000),
    ('qwen-flash', 'Qwen Flash', 5, 1000000)
) as m (name, label, quality, context_tokens);

-- https://platform.openai.com/docs/models; what thinks takes temperature and top_p only with the
-- effort none.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, takes_frequency_penalty,
  max_tokens_parameter, thinking_parameters
)
select
  'openai:' || m.name, 'openai', m.name, m.label, m.quality, 'paid', m.context_tokens,
  not m.thinks, 'max_completion_tokens',
  case when m.thinks then '{"reasoning_effort": "none"}' else '{}' end::jsonb
from (
  values
    ('gpt-6-sol', 'GPT-6 Sol', 10, 1050000, true),
    ('gpt-6.1-terra', 'GPT-6.1 Terra', 9, 1050000, true),
    ('gpt-6-luna', 'GPT-6 Luna', 8, 1050000, true),
    ('gpt-5.4-mini', 'GPT-5.4 mini', 7, 400000, true),
    ('gpt-4.1', 'GPT-4.1', 7, 1047576, false),
    ('gpt-4.1-mini', 'GPT-4.1 mini', 6, 1047576, false)
) as m (name, label, quality, context_tokens, thinks);

-- https://platform.claude.com/docs/en/about-claude/models/overview; from Opus 4.7 and Sonnet 5 on
-- they refuse temperature and top_p, before that the two together.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, takes_temperature, takes_top_p,
  thinking_parameters, retired_at
)
select
  'anthropic:' || m.name, 'anthropic', m.name, m.label, m.quality, 'paid', m.context_tokens,
  m.takes_temperature, false, m.thinking_parameters::jsonb, m.retired_at::timestamptz
from (
  values
    ('claude-opus-5-5', 'Claude Opus 5.5', 10, 1000000, false, '{}', null),
    ('claude-sonnet-5-5', 'Claude Sonnet 5.5', 9, 1000000, false, '{}', null),
    ('claude-haiku-5-5', 'Claude Haiku 5.5', 8, 1000000, false, '{"thinking": {"type": "disabled"}}', null),
    ('claude-sonnet-4-6', 'Claude Sonnet 4.6', 8, 1000000, true, '{}', null),
    ('claude-haiku-4-5', 'Claude Haiku 4.5', 7, 200000, true, '{}', null),
    ('claude-sonnet-4-5', 'Claude Sonnet 4.5', 8, 200000, true, '{}', '2026-11-30')
) as m (name, label, quality, context_tokens, takes_temperature, thinking_parameters, retired_at);

-- https://openrouter.ai/models; what a model does not take is dropped there without a word.
insert into public.models (
  id, provider_id, name, label, quality, price, context_tokens, takes_temperature, takes_top_p,
  takes_top_k, takes_frequency_penalty, has_system_role, must_alternate, thinking_parameters
)
select
  'openrouter:' || m.name, 'openrouter', m.name, m.label, m.quality, m.price, m.context_tokens,
  m.takes_sampling, m.takes_sampling, m.is_open, m.is_open, not m.is_gemma, m.is_gemma,
  jsonb_build_object('reasoning', m.reasoning::jsonb)
from (
  values
    ('anthropic/claude-sonnet-5', 'Claude Sonnet 5', 9, 'paid', 1000000, false, false, false, '{"enabled": false}'),
    ('openai/gpt-6.1-terra', 'GPT-6.1 Terra', 9, 'paid', 1050000, false, false, false, '{"effort": "none"}'),
    ('google/gemini-3.5-flash', 'Gemini 3.5 Flash', 8, 'paid', 1048576, true, false, false, '{"effort": "minimal"}'),
    ('deepseek/deepseek-v4-flash', 'DeepSeek V4 Flash', 7, 'paid', 1048575, true, true, false, '{"enabled": false}'),
    ('openai/gpt-oss-120b', 'GPT-OSS 120B', 7, 'paid', 131072, true, true, false, '{"effort": "low"}'),
    ('google/gemma-4-26b-a4b-it:free', 'Gemma 4 26B A4B', 5, 'free', 131072, true, true, true, '{"enabled": false}')
) as m (
  name, label, quality, price, context_tokens, takes_sampling, is_open, is_gemma, reasoning
);
