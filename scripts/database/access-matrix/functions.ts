import { id } from './actors.ts'
import { denied, type FunctionAccess } from './expectation.ts'

const serverOnly = { others: denied, server: 1 } as const

/** A turn of the guest's, with the fields that make it one. */
function turn(fields: string): string {
  return `jsonb_build_object(
    'visitorId', ${id('guest')}, 'isAnonymous', true, 'siteKey', 'site',
    'origin', 'http://localhost:5173', 'channel', 'text', ${fields}
  )`
}

/** The functions of the schema `public`: the server's, but for what a visitor may ask for. */
export const functions: Record<string, FunctionAccess> = {
  list_chats: {
    call: `(select count(*) from public.list_chats(${id('site')}, ${id('host')})) as counted`,
    expect: { others: 1, 'no token': denied },
  },
  open_session: {
    call: `public.open_session('site', 'http://localhost:5173')`,
    expect: serverOnly,
  },
  begin_turn: {
    call: `public.begin_turn(${turn(`'clientMessageId', ${id('a turn')}, 'content', 'Hi'`)})`,
    expect: serverOnly,
  },
  append_stream_chunks: { call: `public.append_stream_chunks('[]')`, expect: serverOnly },
  finish_turn: {
    call: `public.finish_turn(${id('guest stream')}, 'complete', 'Hi', '[]')`,
    expect: serverOnly,
  },
  read_stream: {
    call: `public.read_stream(${id('guest stream')}, ${id('guest')}, 0)`,
    expect: serverOnly,
  },
  take_job: { call: `public.take_job(array['sing'])`, expect: serverOnly },
  finish_job: { call: `public.finish_job(0)`, expect: serverOnly },
  fail_job: { call: `public.fail_job(0, 1, 'internal_error')`, expect: serverOnly },
  erase_unused_visitors: { call: `public.erase_unused_visitors()`, expect: serverOnly },
  prune_stream_chunks: { call: `public.prune_stream_chunks()`, expect: serverOnly },
  continue_turn: {
    call: `public.continue_turn(${turn(`'chatId', ${id('guest chat')}, 'continueMessageId', ${id('guest answer')}`)})`,
    expect: serverOnly,
  },
  read_model_registry: { call: `public.read_model_registry()`, expect: serverOnly },
  report_model_failure: {
    call: `public.report_model_failure('groq', 900000, 'status_429')`,
    expect: serverOnly,
  },
  report_model_success: {
    call: `public.report_model_success(array['groq'])`,
    expect: serverOnly,
  },
  lease_model_probe: { call: `public.lease_model_probe(array['groq'])`, expect: serverOnly },
  release_model_probe: { call: `public.release_model_probe(array['groq'])`, expect: serverOnly },
  record_first_tokens: { call: `public.record_first_tokens('[]')`, expect: serverOnly },
  reject_model_parameter: {
    call: `public.reject_model_parameter('groq:good', 'top_k')`,
    expect: serverOnly,
  },
  begin_avatar_call: {
    call: `public.begin_avatar_call(${id('guest')}, true, 'site', 'http://localhost:5173')`,
    expect: serverOnly,
  },
  touch_call: {
    call: `public.touch_call(${id('guest call')}, ${id('guest')})`,
    expect: serverOnly,
  },
  end_call: {
    call: `public.end_call(${id('guest call')}, ${id('guest')}, 'left')`,
    expect: serverOnly,
  },
  request_stop: {
    call: `public.request_stop(${id('guest stream')}, ${id('guest')})`,
    expect: serverOnly,
  },
}
