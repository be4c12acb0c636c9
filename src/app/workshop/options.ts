import type { Policy } from '../../scheduler/policy.ts';

/** What every `kubectl minisched workshop` command was asked for. */
export interface WorkshopOptions {
  readonly kubeconfig?: string;
  /** A cluster of the person's own; else the kind cluster called `name`. */
  readonly context?: string;
  readonly namespace?: string;
  /** Milliseconds; 0 = no limit. */
  readonly requestTimeout: number;
  /** False after `--no-color`. */
  readonly color: boolean;
  readonly name: string;
  readonly image?: string;
  readonly scheduler: string;
  readonly policy: Policy;
  readonly holdMs?: number;
  readonly attach: boolean;
  readonly yes: boolean;
}
