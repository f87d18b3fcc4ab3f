declare function report(events: AsyncIterable<unknown>): AsyncGenerator<string>
export { report as default }
