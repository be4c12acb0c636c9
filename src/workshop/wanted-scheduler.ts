import type { LockOwner } from '../exec/lock.ts';
import { shellLine } from '../exec/shell-line.ts';
import type { Mode } from '../scheduler/events.ts';
import type { Policy, PolicyName } from '../scheduler/policy.ts';
import type { Settings } from './workshop.ts';

/** How a step wants the scheduler to run; what is missing is as the person asked for. */
export interface WantedScheduler {
  readonly mode: Mode;
  readonly policy?: Policy;
  /** A configuration instead of a policy. */
  readonly config?: NamedConfig;
  /** False: it is not to count on its own decisions. */
  readonly assume?: boolean;
}

/** A configuration with the name of the file that it comes from. */
export interface NamedConfig {
  readonly name: string;
  readonly text: string;
}

/** Whether the running scheduler is the one a step wants; what its lock does not say is taken to fit. */
export function isWanted(owner: LockOwner, wanted: WantedScheduler, settings: Settings): boolean {
  const { mode, assume = true } = wanted;
  const policy = policyOf(wanted, settings);
  return (
    owner.program === settings.own?.line &&
    (owner.mode ?? mode) === mode &&
    servesFor(owner, wanted, settings) &&
    (owner.policy ?? policy) === policy &&
    (owner.assume ?? assume) === assume
  );
}

/** What is wrong with the one that runs, as a clause. */
export function whyNotThis(owner: LockOwner, wanted: WantedScheduler, settings: Settings): string {
  if (owner.program !== settings.own?.line)
    return owner.program === undefined ? "it was kubectl-minisched's own" : `it was \`${owner.program}\``;
  if (owner.policy === 'custom' || wanted.config !== undefined)
    return wanted.config === undefined
      ? 'it had a configuration of its own'
      : 'another configuration comes now';
  if (!servesFor(owner, wanted, settings)) return `it was called ${owner.scheduler}`;
  if (owner.policy !== undefined && owner.policy !== policyOf(wanted, settings))
    return `its policy was ${owner.policy}`;
  if (owner.assume !== undefined && owner.assume !== (wanted.assume ?? true))
    return owner.assume ? 'it counted on its own decisions' : 'it did not count on its own decisions';
  return `it ran in mode ${owner.mode ?? 'unknown'}, and mode ${wanted.mode} comes now`;
}

/** What makes it different from one without any: as a person types it. */
export function flagsFor(wanted: WantedScheduler, settings: Settings): string[] {
  if (settings.own) return [];
  const policy = policyOf(wanted, settings);
  return [
    ...(wanted.config === undefined ? [] : ['--config', settings.schedulerConfig]),
    ...(policy === 'custom' || policy === 'least-pods' ? [] : ['--policy', policy]),
    ...(wanted.assume === false ? ['--no-assume'] : []),
  ];
}

/** The whole line that a person types to run it so. */
export function serveCommand(wanted: WantedScheduler, settings: Settings): string {
  const { own, scheduler } = settings;
  if (own) return `SCHEDULER_NAME=${scheduler} SCHEDULER_MODE=${wanted.mode} ${own.run}`;
  const flags = shellLine([...flagsFor(wanted, settings), '--mode', wanted.mode]);
  return `${settings.serveLine} ${flags}`;
}

function policyOf({ config, policy }: WantedScheduler, settings: Settings): PolicyName {
  return config === undefined ? (policy ?? settings.policy) : 'custom';
}

/** A configuration may name several schedulers. */
function servesFor({ scheduler }: LockOwner, { config }: WantedScheduler, settings: Settings): boolean {
  if (scheduler === undefined) return true;
  return config === undefined
    ? scheduler === settings.scheduler
    : scheduler.split(', ').includes(settings.scheduler);
}
