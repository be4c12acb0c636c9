import type { ProviderName } from '../cluster/provider-name.ts';
import type { Settled } from '../cluster/providers.ts';
import type { ClusterFlags } from '../cluster-flags.ts';
import type { WithOwnProgram } from './own/own-program.ts';
import type { Policy } from '../../scheduler/policy.ts';

/** What every `kubectl minisched workshop` command was asked for. */
export interface WorkshopOptions extends Omit<ClusterFlags, 'allNamespaces' | 'v'> {
  /** False after `--no-color`. */
  readonly color: boolean;
  /** The cluster that is played on unless `context` names another. */
  readonly name: string;
  readonly provider: ProviderName;
  readonly image?: string;
  readonly scheduler: string;
  /** Where the scheduler runs that steps start and stop. */
  readonly where: 'local' | 'in-cluster';
  /** A scheduler of the person's own: a shell line, or the folder of a project. */
  readonly schedulerCmd?: string;
  readonly policy: Policy;
  readonly holdMs?: number;
  readonly attach: boolean;
  readonly yes: boolean;
  /** Ask questions at the end of steps, where a person may be asked. */
  readonly quiz: boolean;
  /** The language of the steps' texts; see `stepsFor`. */
  readonly lang?: string;
}

/** The same once it is settled which provider. */
export type SettledOptions = Settled<WithOwnProgram<WorkshopOptions>>;
