import { id } from './actors.ts'
import { denied, type FunctionAccess } from './expectation.ts'

/** The functions of the schema `public`: the server's, all of them. */
const serverOnly = { others: denied, server: 1 } as const

export const functions: Record<string, FunctionAccess> = {
  open_session: {
    call: `public.open_session('site', 'http://localhost:5173')`,
    expect: serverOnly,
  },
  begin_turn: {
    call: `public.begin_turn(${id('guest')}, true, 'site', 'http://localhost:5173', ${id('a turn')}, 'Hi')`,
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
  request_stop: {
    call: `public.request_stop(${id('guest stream')}, ${id('guest')})`,
    expect: serverOnly,
  },
}
