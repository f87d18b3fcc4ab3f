import type { ListeningOptions } from '../src/speech/listening/listening.ts'

type Told = readonly [name: string, what?: string]

/** What an ear tells, in order; `until` resolves once it has told something. */
export class ListeningNotes {
  readonly told: Told[] = []
  #waiting: (() => void)[] = []

  readonly events: ListeningOptions['events'] = {
    onAsking: () => this.#note('asking'),
    onBargeIn: (event) => this.#note(event),
    onWords: (text) => this.#note('words', text),
    onUtterance: (text) => this.#note('utterance', text),
    onProblem: (problem) => this.#note('problem', problem),
  }

  get names(): string[] {
    return this.told.map(([name]) => name)
  }

  async until(name: string): Promise<Told> {
    for (;;) {
      const found = this.told.find((one) => one[0] === name)
      if (found) return found
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #note(...told: Told): void {
    this.told.push(told)
    this.#waiting.splice(0).forEach((resolve) => resolve())
  }
}
