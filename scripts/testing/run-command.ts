import { spawn } from 'node:child_process'

export type CommandOptions = {
  environment?: Record<string, string>
  /** Replaces our environment instead of adding to it. @defaultValue false */
  onlyThisEnvironment?: boolean
  /** Sees the output beside the terminal. */
  onOutput?: (text: string) => void
}

/** Runs a program, its output on this terminal, and resolves with its exit code. */
export function runCommand(
  program: string,
  parameters: readonly string[],
  { environment = {}, onlyThisEnvironment = false, onOutput }: CommandOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', onOutput ? 'pipe' : 'inherit', 'inherit'],
      env: onlyThisEnvironment ? environment : { ...process.env, ...environment },
    })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text)
      onOutput?.(text)
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
