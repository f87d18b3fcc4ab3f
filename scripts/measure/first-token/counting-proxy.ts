import { createServer, request as sendRequest } from 'node:http'
import { closeServer, listenOnFreePort } from '../../stack/listen.ts'

export type CountingProxy = {
  url: string
  /** How many requests for the Data API came since the last call. */
  takeCount(): number
  close(): Promise<unknown>
}

/** Passes requests on to the API and counts those for the Data API. */
export async function startCountingProxy(apiUrl: string): Promise<CountingProxy> {
  let count = 0
  const { hostname, port: apiPort } = new URL(apiUrl)
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/rest/') === true) count += 1
    const upstream = sendRequest(
      {
        hostname,
        port: apiPort,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      },
    )
    incoming.pipe(upstream)
  })
  const port = await listenOnFreePort(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    takeCount() {
      const taken = count
      count = 0
      return taken
    },
    close: () => closeServer(server),
  }
}
