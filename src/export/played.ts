import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterKind } from '../clusters/provider.ts';
import type { Policy } from '../scheduler/policy.ts';
import type { Check } from '../workshop/checks/schema.ts';
import type { Step } from '../workshop/content.ts';
import { milliseconds, spoken } from '../workshop/duration.ts';
import type { Item } from '../workshop/items/schema.ts';
import { POD_SELECTOR, TAINT } from '../workshop/marks.ts';
import { isForProgram } from '../workshop/own/program.ts';
import { FALLBACK } from '../workshop/pause-image.ts';
import { fill, type Values } from '../workshop/variables.ts';

/** Where a step is played: what decides which of its items are. */
export interface Situation {
  readonly kind: ClusterKind;
  readonly policy: Policy;
  readonly hasCluster: boolean;
}

/** The items that are played there, in order, with the program's own scheduler. What an `if` asks is taken to fail: nobody can be asked. */
export function playedItems(step: Step, { kind, policy, hasCluster }: Situation): readonly Item[] {
  return step.play.filter(
    (item) =>
      (item.provider === undefined || item.provider === kind) &&
      (item.policy === undefined || item.policy === policy) &&
      (item.when === undefined || (item.when === 'cluster') === hasCluster) &&
      item.if === undefined &&
      isForProgram(item.program, false),
  );
}

/** The checks of the end that are asked there. */
export function askedChecks(step: Step, { policy }: Pick<Situation, 'policy'>): readonly Check[] {
  return step.checks.filter(
    (check) =>
      (check.policy === undefined || check.policy === policy) &&
      check.if === undefined &&
      isForProgram(check.program, false),
  );
}

/** What `${…}` stands for on an embedded cluster of the default name, whose nodes have eight cpus. Nobody needs to look at one. */
export function valuesOf(step: Step): Values {
  const hold = step.play.find((item) => 'hold' in item);
  return {
    pause: FALLBACK,
    scheduler: 'workshop-scheduler',
    namespace: 'default',
    context: CONTEXT,
    taint: TAINT,
    label: POD_SELECTOR,
    worker1: `${CLUSTER}-worker`,
    worker2: `${CLUSTER}-worker2`,
    worker3: `${CLUSTER}-worker3`,
    // three fifths of eight, as src/workshop/worker-values.ts has it
    cpu: '4800m',
    hold: spoken(hold ? milliseconds(hold.hold) : 0),
  };
}

const CLUSTER = 'sched-workshop';

/** The context of that cluster. */
export const CONTEXT = `embedded-${CLUSTER}`;

/** A text of the step, filled in. What it says about the flag `--hold` is left out: it is of use only to who plays the step by our command. */
export function textOf(text: string, values: Values): string {
  return fill(text, values).replaceAll(/\s*\((?:[^()]*`--hold[^()]*)\)/g, '');
}

/** One manifest of the step, filled in. */
export function manifestOf(step: Step, name: string, values: Values): string {
  return fill(readFileSync(join(step.folder, 'manifests', name), 'utf8'), values);
}
