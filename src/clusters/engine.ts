import type { CommandResult } from '../exec/run.ts';
import { UserError } from '../lib/errors.ts';

/** Why the container engine did not do what it was asked. */
export type EngineTrouble = 'not-running' | 'no-permission' | 'other';

/** Reads the trouble from what docker (also podman, nerdctl, or kind that called them) printed. */
export function engineTrouble(printed: string): EngineTrouble {
  if (/permission denied[^\n]*(connect|socket)|connect[^\n]*permission denied/i.test(printed))
    return 'no-permission';
  return NOT_RUNNING.test(printed) ? 'not-running' : 'other';
}

/** Wordings of docker 20 to 29 on Linux, macOS and Windows, and of podman's and containerd's sockets. */
const NOT_RUNNING =
  /cannot connect to (the docker daemon|podman)|is the docker daemon running|failed to connect to the docker api|error during connect|unable to connect to podman|cannot access containerd socket|docker desktop is (unable|not running)/i;

/** One sentence with a next step for a command that the engine refused. */
export function engineError(tool: string, result: CommandResult): UserError {
  switch (engineTrouble(result.stderr + result.stdout)) {
    case 'not-running':
      return new UserError(`${engineName(tool)} is not running`, { next: startHint(tool) });
    case 'no-permission':
      return new UserError(`${engineName(tool)} is there but you have no permission to use it`, {
        next: 'add yourself to its group (sudo usermod -aG docker "$USER", then log in again) or use sudo',
      });
    default:
      return new UserError(`\`${result.line}\` failed: ${lastLine(result.stderr)}`, {
        next: 'run it by hand to see why',
      });
  }
}

/** `the Docker engine`, `podman`. */
export function engineName(tool: string): string {
  return tool === 'docker' ? 'the Docker engine' : tool;
}

/** The last line that says something. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || 'it printed no reason';
}

function startHint(tool: string): string {
  const start = tool === 'docker' ? 'Docker (Docker Desktop, or `sudo systemctl start docker`)' : tool;
  return `start ${start} and try again, or do without it: --provider embedded`;
}
