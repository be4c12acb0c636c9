import { SCHEDULER_NAME } from '../../project/project.ts';
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
  /** Whose scheduler; only lines that play have it, and `verify`. */
  readonly schedulerCmd?: string;
  /** `verify` has no such flag. */
  readonly policy?: string | undefined;
  /** Nor this. */
  readonly lang?: string | undefined;
}

const OWN_LINE =
  /kubectl minisched (?:(verify)|(cluster) (?:create|status|delete)(?= *(?:$|[^\w -]))|workshop (?:run|status|reset(?: --cluster)?|(?:step|check|quiz) (?:\d+|N)|quiz)|workshop(?= *(?:$|[^\w -])))(?![\w-])/gm;

/** `text` with the flags added to each line of ours that it suggests, so that a pasted one reaches the same cluster. */
export function aimed(text: string, aim: Aim): string {
  return text.replaceAll(OWN_LINE, (line, verify?: string, cluster?: string) => {
    if (cluster) return [line, ...clusterWords(aim)].join(' ');
    const { schedulerCmd, ...rest } = verify ? { ...aim, policy: undefined, lang: undefined } : aim;
    const program = PLAYS.test(line) ? words([['--scheduler-cmd', schedulerCmd, undefined]]) : [];
    return [line, ...flagsOf(rest), ...program].join(' ');
  });
}

/** What is played, or told of a play, depends on whose scheduler it is. */
const PLAYS = /(?:verify|workshop|run|step \S+)$/;

const NAME = 'sched-workshop';

/** The flags of `workshop`: what has to be said because it is not what is taken anyway. */
function flagsOf(aim: Aim): string[] {
  return words([
    ['--kubeconfig', aim.kubeconfig, undefined],
    ['--context', aim.context, undefined],
    ['--name', aim.name, NAME],
    ['--provider', aim.provider, 'auto'],
    ['-n', aim.namespace, 'default'],
    ['--scheduler-name', aim.scheduler, SCHEDULER_NAME],
    ['--policy', aim.policy, 'least-pods'],
    ['--lang', aim.lang, undefined],
  ]);
}

/** The same for `cluster`, which takes its name without a flag. A line that names one already is not touched. */
function clusterWords({ name, provider, kubeconfig }: Aim): string[] {
  return [
    ...(name === NAME ? [] : [shellLine([name])]),
    ...words([
      ['--kubeconfig', kubeconfig, undefined],
      ['--provider', provider, 'auto'],
    ]),
  ];
}

/** Flag, value, and the value that need not be said. */
type FlagRow = readonly [string, string | undefined, string | undefined];

function words(flags: readonly FlagRow[]): string[] {
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
