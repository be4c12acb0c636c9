import type { CommandResult } from '../exec/run.ts';
import { UserError } from '../lib/errors.ts';
import { engineError, engineTrouble, lastLine } from './engine.ts';

interface Known {
  readonly pattern: RegExp;
  readonly sentence: (match: RegExpExecArray) => string;
  readonly next: string;
}

/** kind's and docker's own wordings, as seen with kind 0.33 and docker 20 to 28. First match wins. */
const KNOWN: readonly Known[] = [
  {
    pattern: /failed to pull image "([^"]+)"|Unable to find image '([^']+)'/,
    sentence: ([, kindSays, dockerSays]) =>
      `the node image ${kindSays ?? dockerSays ?? ''} is not on this machine and could not be pulled`,
    next: 'connect to the network, or name an image that is there (docker images) with --image or MINISCHED_NODE_IMAGE',
  },
  {
    pattern: /listen tcp\S* (\S+:\d+): bind|Bind for (\S+:\d+) failed/,
    sentence: ([, listened, bound]) => `the port ${listened ?? bound ?? ''} that a node needs is taken`,
    next: 'end the program that has it and try again',
  },
  {
    pattern: /port is already allocated|address already in use|ports are not available|failed to get port/i,
    sentence: () => 'a port that a node needs is taken, or no port is free',
    next: 'end the program that has it and try again',
  },
  {
    pattern: /no space left on device/i,
    sentence: () => 'the disk of the container engine is full',
    next: 'free some space, e.g. docker system prune',
  },
  {
    pattern: /too many open files|inotify/i,
    sentence: () => 'this machine allows too few inotify watches for four nodes',
    next: 'raise them: sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288',
  },
];

/** One sentence with a next step for a `kind create cluster` that failed. */
export function kindCreateError(name: string, tool: string, result: CommandResult): UserError {
  const printed = result.stderr + result.stdout;
  if (engineTrouble(printed) !== 'other') return engineError(tool, result);
  for (const { pattern, sentence, next } of KNOWN) {
    const match = pattern.exec(printed);
    if (match) return new UserError(`cannot create the cluster ${name}: ${sentence(match)}`, { next });
  }
  const said = /ERROR: failed to create cluster: ([^\n]+)/.exec(printed)?.[1] ?? lastLine(result.stderr);
  return new UserError(`kind could not create the cluster ${name}: ${said}`, {
    next: `see the reason in full: ${result.line} --retain, then kind export logs --name ${name}`,
  });
}
