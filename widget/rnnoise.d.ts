/** The part of the package that is used; it comes without types. */
declare module '@jitsi/rnnoise-wasm/dist/rnnoise.js' {
  export type RnnoiseModule = {
    readonly HEAPF32: Float32Array
    _rnnoise_create(): number
    /** Bytes; the address of them, or 0. */
    _malloc(size: number): number
    /** @returns the probability of speech, 0–1 */
    _rnnoise_process_frame(state: number, output: number, input: number): number
  }

  export type RnnoiseOptions = {
    /** Takes the place of fetching: makes the instance and hands it over. */
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): WebAssembly.Exports
  }

  const createRnnoise: (options: RnnoiseOptions) => Promise<RnnoiseModule>
  export { createRnnoise as default }
}
