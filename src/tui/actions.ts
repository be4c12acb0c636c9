import type { PolicyName } from '../scheduler/policy.ts';

/** A pod or a node, as actions name it. */
export type Target =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly name: string };

/** What a person can do from the screen; the application does it. Every promise resolves to a sentence, or to the text asked for. */
export interface Actions {
  pause(): void;
  resume(): void;
  setPolicy(policy: PolicyName): void;
  cordon(node: string, on: boolean): Promise<string>;
  /** As kubectl writes it: `key=value:Effect`, with a `-` at its end to take it away. */
  taint(node: string, taint: string): Promise<string>;
  describe(target: Target): Promise<string>;
  yaml(target: Target): Promise<string>;
  /** Ends the scheduler, and with it the screen. */
  quit(): void;
}

/** What a key asks of the application. */
export type Effect =
  | { readonly type: 'quit' | 'pause' | 'resume' }
  | { readonly type: 'policy'; readonly policy: PolicyName }
  | { readonly type: 'cordon'; readonly node: string; readonly on: boolean }
  | { readonly type: 'taint'; readonly node: string; readonly taint: string }
  | { readonly type: 'describe' | 'yaml'; readonly target: Target };

/** Whether it changes the cluster or the scheduler, which `--readonly` forbids. */
export function changes({ type }: Effect): boolean {
  return !['quit', 'describe', 'yaml'].includes(type);
}
