import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second that Linux reports in /proc; fixed at 100 on every supported platform. */
const ticksPerSecond = 100

type ProcessStatus = { parentId: number; cpuMs: number; rssBytes: number }

function readStatus(processId: number): ProcessStatus | null {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8')
    // The command's name stands in parentheses and may itself hold blanks and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return {
      parentId: Number(fields[1]),
      cpuMs: (ticks * 1000) / ticksPerSecond,
      rssBytes: Number(fields[21]) * 4096,
    }
  } catch {
    return null
  }
}

/** The process time used so far, user and system, in milliseconds. Linux only. */
export function cpuMs(processId: number): number {
  const status = readStatus(processId)
  if (status === null) throw new Error(`no process ${processId}`)
  return status.cpuMs
}

/** The process time used so far by a process and all that it started and that still runs. */
export function treeCpuMs(rootId: number): number {
  return processTree(rootId).reduce((sum, { processId }) => sum + cpuMs(processId), 0)
}

/** The process time used so far by everything on the machine, on all cores. Linux only. */
export function machineCpuMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = line
    .split(/\s+/u)
    .slice(1)
    .map(Number)
  return ((user + nice + system + interrupts + softInterrupts) * 1000) / ticksPerSecond
}

/** The most memory a process ever held. Linux only. */
export function peakRssBytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1]
  if (kilobytes === undefined) throw new Error(`process ${processId} does not say what it holds`)
  return Number(kilobytes) * 1024
}

/** A process and all that it started, with the memory each holds. Linux only. */
export function processTree(rootId: number): { processId: number; rssBytes: number }[] {
  const all = new Map<number, ProcessStatus>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue
    const status = readStatus(Number(name))
    if (status !== null) all.set(Number(name), status)
  }
  const belongs = (processId: number): boolean => {
    if (processId === rootId) return true
    const status = all.get(processId)
    return status !== undefined && belongs(status.parentId)
  }
  return [...all]
    .filter(([processId]) => belongs(processId))
    .map(([processId, { rssBytes }]) => ({ processId, rssBytes }))
}

/**
 * The process below `rootId` whose command line holds a text. Linux only.
 *
 * @throws Error when there is none
 */
export function findProcess(rootId: number, commandPart: string): number {
  for (const { processId } of processTree(rootId)) {
    if (readFileSync(`/proc/${processId}/cmdline`, 'utf8').includes(commandPart)) return processId
  }
  throw new Error(`no process runs ${commandPart}`)
}
