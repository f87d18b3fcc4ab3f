import { Agent, type IncomingMessage, request as sendRequest, type ServerResponse } from 'node:http'
import { functionNames, functionsDirectory } from './deno.ts'
import { type FunctionProcess, startFunctionProcess } from './function-process.ts'

export type FunctionServerOptions = {
  /** The folder of functions. @defaultValue `supabase/functions/` */
  directory?: string
  /** What every function reads through `Deno.env`; asked when one starts. */
  environment: () => Record<string, string>
  /** Receives what functions print, a line at a time. */
  log: (functionName: string, line: string) => void
}

/** A function that does not answer, and why, in one line. */
export type SilentFunction = { name: string; reason: string }

/** Serves `/functions/v1/<name>`: one Deno per function, started with its first request. */
export type FunctionServer = {
  /** Answers a request for `/functions/v1/…`, streaming both ways. */
  handle(incoming: IncomingMessage, outgoing: ServerResponse): void
  /**
   * Starts all functions, so that nobody's first message waits for it, and asks each of them something.
   *
   * @returns those that do not answer
   */
  warm(): Promise<SilentFunction[]>
  /** Ends one function, or all; the next request starts it anew. */
  restart(name?: string): Promise<void>
  close(): Promise<void>
}

const prefix = '/functions/v1'

/** Node's own agent may be told by the environment to go through a proxy; this one goes straight. */
const agent = new Agent()

export function createFunctionServer(options: FunctionServerOptions): FunctionServer {
  const { directory = functionsDirectory } = options
  const processes = new Map<string, FunctionProcess>()
  let closed = false

  function start(name: string): FunctionProcess {
    const running = processes.get(name)
    if (running) return running
    const process = startFunctionProcess({
      name,
      directory,
      environment: options.environment(),
      log: (line) => options.log(name, line),
    })
    processes.set(name, process)
    void process.ended.then(() => {
      if (processes.get(name) === process) processes.delete(name)
    })
    return process
  }

  async function stop(names: Iterable<string>): Promise<void> {
    const stopping = [...names].map(async (name) => {
      const running = processes.get(name)
      processes.delete(name)
      await running?.stop()
    })
    await Promise.all(stopping)
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').slice(prefix.length)
    const name = /^\/([^/?]+)/u.exec(path)?.[1] ?? ''
    if (closed || !functionNames(directory).includes(name)) {
      answer(outgoing, 404, { code: 'NOT_FOUND', message: 'Requested function was not found' })
      return
    }
    try {
      forward({ incoming, outgoing, path, port: await start(name).port })
    } catch (error) {
      options.log(name, `failed to start: ${messageOf(error)}`)
      answer(outgoing, 503, { code: 'BOOT_ERROR', message: 'Function failed to start' })
    }
  }

  return {
    handle: (incoming, outgoing) => void handle(incoming, outgoing),
    async warm() {
      const silent = functionNames(directory).map(async (name) => {
        try {
          await expectAnswer(await start(name).port)
          return []
        } catch (error) {
          return [{ name, reason: messageOf(error) }]
        }
      })
      return (await Promise.all(silent)).flat()
    },
    restart: (name) => stop(name === undefined ? processes.keys() : [name]),
    async close() {
      closed = true
      await stop(processes.keys())
    },
  }
}

/** Long enough for a machine that is busy starting everything else. */
const answerTimeoutMs = 30_000

/** Asks what browsers ask before anything else; it changes nothing. */
function expectAnswer(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = sendRequest({
      agent,
      host: '127.0.0.1',
      port,
      method: 'OPTIONS',
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    request.once('response', (response) => {
      response.resume()
      const status = response.statusCode ?? 0
      if (status < 500) resolve()
      else reject(new Error(`it answers with ${status}`))
    })
    request.once('error', ({ name, message }) => {
      const isLate = name === 'AbortError'
      reject(new Error(isLate ? `it did not answer within ${answerTimeoutMs / 1000} s` : message))
    })
    request.end()
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

type Exchange = {
  incoming: IncomingMessage
  outgoing: ServerResponse
  port: number
  path: string
}

/** Hands a request to a function as hosted Supabase does: `/functions/v1` is cut off the path. */
function forward({ incoming, outgoing, port, path }: Exchange): void {
  if (outgoing.destroyed) return
  const upstream = sendRequest({
    agent,
    host: '127.0.0.1',
    port,
    path,
    method: incoming.method,
    headers: {
      ...incoming.headers,
      connection: 'close',
      'x-forwarded-for': incoming.socket.remoteAddress ?? '',
      'x-forwarded-proto': 'http',
    },
  })
  upstream.once('response', (response) => {
    const { connection: _, ...headers } = response.headers
    outgoing.writeHead(response.statusCode ?? 502, headers)
    outgoing.flushHeaders()
    response.pipe(outgoing)
    // A stream that breaks must look broken to the client, not ended.
    response.once('error', () => outgoing.destroy())
  })
  upstream.on('error', () => {
    // A function may answer without reading the whole body; then only sending it fails.
    if (outgoing.headersSent) return
    answer(outgoing, 502, { code: 'WORKER_ERROR', message: 'Function exited unexpectedly' })
  })
  outgoing.once('close', () => upstream.destroy())
  // What a function did not want to read is thrown away: a client that is hung up on while it still
  // sends may never get to hear the answer.
  upstream.once('close', () => incoming.unpipe(upstream).resume())
  incoming.pipe(upstream)
}

function answer(outgoing: ServerResponse, status: number, problem: Record<string, string>): void {
  if (outgoing.destroyed) return
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
  })
  outgoing.end(JSON.stringify(problem))
}
