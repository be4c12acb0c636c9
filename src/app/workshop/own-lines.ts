import type { ProviderName } from '../cluster/provider-name.ts';
import { shellLine } from '../../exec/shell-line.ts';
import { UsageError, UserError } from '../../lib/errors.ts';

/** Which cluster, and for whom: what tells one workshop of a person from another. */
export interface Aim {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly name: string;
  /** As typed. */
  readonly provider?: ProviderName;
  readonly scheduler: string;
  /** `verify` has no such flag. */
  readonly policy?: string;
}

const OWN_LINE =
  /kubectl minisched (?:verify|workshop (?:run|status|reset(?: --cluster)?|(?:step|check) (?:\d+|N)))(?![\w-])/g;

/** `text` with the flags added to each line of ours that it suggests, so that a pasted one reaches the same cluster. */
export function aimed(text: string, aim: Aim): string {
  const flags = flagsOf(aim);
  return text.replaceAll(OWN_LINE, (line) =>
    [line, ...flags.filter((flag) => !line.endsWith('verify') || !flag.startsWith('--policy'))].join(' '),
  );
}

/** What has to be said because it is not what is taken anyway. */
function flagsOf({ kubeconfig, context, namespace, name, provider, scheduler, policy }: Aim): string[] {
  const flags: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['--kubeconfig', kubeconfig, undefined],
    ['--context', context, undefined],
    ['--name', name, 'sched-workshop'],
    ['--provider', provider, 'auto'],
    ['-n', namespace, 'default'],
    ['--scheduler-name', scheduler, 'workshop-scheduler'],
    ['--policy', policy, 'least-pods'],
  ];
  return flags.flatMap(([flag, value, usual]) =>
    value === undefined || value === usual ? [] : [shellLine([flag, value])],
  );
}

/** Runs it; what a sentence that comes of it says to do next reaches the same cluster, too. */
export async function aiming<T>(aim: Aim, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.next === undefined) throw error;
    const options = { next: aimed(error.next, aim), cause: error };
    throw error instanceof UsageError
      ? new UsageError(error.message, options)
      : new UserError(error.message, options);
  }
}
