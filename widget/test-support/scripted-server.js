import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/**
 * An API that says what a test tells it to: a plugin of the test runner that listens on a port of
 * its own, so that the widget meets it as another origin. `scripted-api.ts` is its other end.
 *
 * A script maps `METHOD /path` (`*` stands for one segment, the query is left out) to the answers of
 * such requests, one after another; the last one answers all that follow. An answer is
 * `{ status?, json }`, or `{ steps }` of an event stream:
 * `{ event, sequence }`, `{ raw }`, `{ wait: gate }` until the test releases it, `{ cut: true }`
 * for a torn connection, `{ stall: true }` for one that stays open and says nothing.
 */
export function scriptedServer() {
  const scripts = new Map()
  const server = createServer((request, response) => {
    answer(scripts, request, response).catch(() => response.destroy())
  })
  return {
    name: 'scripted-server',
    async serverStart() {
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    },
    async serverStop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    serve({ path }) {
      if (path !== '/scripted-server') return undefined
      return { body: `http://127.0.0.1:${server.address().port}`, type: 'text' }
    },
  }
}

async function answer(scripts, request, response) {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost')
  const [, id = '', ...segments] = pathname.split('/')
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? '*',
  )
  response.setHeader('access-control-allow-methods', '*')
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  const body = await readBody(request)
  if (!scripts.has(id)) scripts.set(id, { routes: {}, gates: new Map(), requests: [], waiting: [] })
  const script = scripts.get(id)
  if (segments[0] === '~') {
    const reply = await control(script, segments[1], body)
    return void response.end(JSON.stringify(reply ?? null))
  }
  const path = `/${segments.join('/')}`
  script.requests.push({
    method: request.method,
    path,
    search,
    headers: request.headers,
    body: body === '' ? null : JSON.parse(body),
  })
  for (const check of script.waiting.splice(0)) check()
  const scripted = nextAnswer(script.routes, request.method, path)
  if (scripted.steps) return play(script, scripted, response)
  response.writeHead(scripted.status ?? 200, { 'content-type': 'application/json' })
  response.end(scripted.json === undefined ? '' : JSON.stringify(scripted.json))
}

/** What a test asks of its script: more routes, a gate's release, or the requests so far. */
async function control(script, command, body) {
  const order = JSON.parse(body || 'null')
  if (command === 'routes') Object.assign(script.routes, order)
  if (command === 'release') gateOf(script, order).release()
  if (command === 'requests') return received(script, order)
  return null
}

function received(script, { route, count }) {
  return new Promise((resolve) => {
    const check = () => {
      const found = script.requests.filter(({ method, path }) => matches(route, method, path))
      if (found.length >= count) resolve(found)
      else script.waiting.push(check)
    }
    check()
  })
}

function nextAnswer(routes, method, path) {
  const route = Object.keys(routes).find((pattern) => matches(pattern, method, path))
  if (route === undefined)
    return { status: 404, json: { code: 'not_found', message: 'Not scripted' } }
  const answers = routes[route]
  return answers.length > 1 ? answers.shift() : answers[0]
}

function matches(route, method, path) {
  const [wantedMethod, wantedPath] = route.split(' ')
  const wanted = wantedPath.split('/')
  const segments = path.split('/')
  return (
    wantedMethod === method &&
    wanted.length === segments.length &&
    wanted.every((segment, index) => segment === '*' || segment === segments[index])
  )
}

async function play(script, { steps, status = 200, type = 'text/event-stream' }, response) {
  response.writeHead(status, { 'content-type': type })
  response.flushHeaders()
  for (const step of steps) {
    if (step.event) {
      response.write(`id: ${step.sequence}\ndata: ${JSON.stringify(step.event)}\n\n`)
    }
    if (step.raw) response.write(step.raw)
    if (step.wait) await gateOf(script, step.wait).opened
    if (step.stall) return
    if (step.cut) {
      // A browser throws away what it has not read of a torn response, so it gets time to read.
      await setTimeout(50)
      response.destroy()
      return
    }
  }
  response.end()
}

function gateOf({ gates }, name) {
  if (!gates.has(name)) {
    let release
    const opened = new Promise((resolve) => (release = resolve))
    gates.set(name, { opened, release })
  }
  return gates.get(name)
}

async function readBody(request) {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
