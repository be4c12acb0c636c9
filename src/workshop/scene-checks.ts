import { UserError } from '../lib/errors.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import type { Policy } from '../scheduler/policy.ts';
import type { Check } from './checks/schema.ts';
import type { World } from './checks/check.ts';
import { findOut } from './checks/index.ts';
import type { Finding } from './finding.ts';
import type { Scene } from './items/scene.ts';
import { COMMAND_LIMIT_MS } from './run-command.ts';
import type { Step } from './content.ts';
import type { StepFile } from './step-schema.ts';
import type { Stage } from './stage.ts';
import { fill, type Values } from './variables.ts';

/** Asks one check of the step as things are now. Undefined: it cannot be known from here. */
export function ask(check: Check, scene: Scene): Promise<Finding | undefined> {
  const { stage, values } = scene;
  return findOut(check, worldOf(stage, values, stage.told, !stage.workshop.settings.attach));
}

/** Asks every check of the step, tells and records each. True when none failed. */
export async function askAll(scene: Scene): Promise<boolean> {
  const findings: Finding[] = [];
  for (const check of checksFor(scene.step, scene.stage.workshop.settings.policy)) {
    const finding = await ask(check, scene);
    if (!finding) continue;
    report(finding, scene);
    findings.push(finding);
    if (!finding.ok && check.hint) hint(check.hint, scene);
  }
  const ok = findings.every((finding) => finding.ok);
  if (!ok) for (const text of scene.step.hints) hint(text, scene);
  return ok;
}

/** The check of this id, among those of the end and of the moment: the schema has seen to it that it exists. */
export function checkCalled(id: string, { step }: Scene): Check {
  const check = checkIn(step, id);
  if (!check) throw new Error(`step ${step.number} has no check "${id}"`);
  return check;
}

function checkIn({ moments, checks }: StepFile, id: string): Check | undefined {
  return [...moments, ...checks].find((check) => check.id === id);
}

/** Tells a finding and writes it down: in whatever language it is told, the journal says it in one. */
export function report(finding: Finding, scene: Scene): void {
  const { stage, step, values } = scene;
  stage.workshop.observe({ type: 'check', finding });
  const original = step.original && checkIn(step.original, finding.id);
  const recorded = original ? { ...finding, title: fill(original.title, values) } : finding;
  stage.workshop.journal.append({ kind: 'checked', step: step.number, finding: recorded });
}

export function hint(text: string, { stage, values }: Scene): void {
  stage.workshop.observe({ type: 'hint', text: fill(text, values) });
}

/** The checks of the end that this policy is asked. */
export function checksFor(step: Step, policy: Policy): Check[] {
  return step.checks.filter((check) => check.policy === undefined || check.policy === policy);
}

/** What checks may look at. `told` and `toldIsKnown` as in `World`. */
export function worldOf(
  stage: Stage,
  values: Values,
  told: readonly SchedulerEvent[],
  toldIsKnown: boolean,
): World {
  const { kubectl, signal } = stage.workshop;
  if (!stage.look)
    throw new UserError('there is no cluster to look at', { next: 'kubectl minisched workshop step 1' });
  return {
    look: stage.look,
    values,
    told,
    toldIsKnown,
    kubectl: (args) => kubectl(args, { signal, timeoutMs: COMMAND_LIMIT_MS }),
  };
}
