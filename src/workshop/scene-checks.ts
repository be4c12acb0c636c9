import { UserError } from '../lib/errors.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import type { Policy } from '../scheduler/policy.ts';
import type { Check } from './checks/schema.ts';
import type { World } from './checks/check.ts';
import { findOut, titleOf } from './checks/index.ts';
import type { Finding } from './finding.ts';
import type { Scene } from './items/scene.ts';
import { judged } from './own/judgement.ts';
import { isForProgram } from './own/program.ts';
import { COMMAND_LIMIT_MS } from './run-command.ts';
import type { Step } from './content.ts';
import type { StepFile } from './step-schema.ts';
import type { Stage } from './stage.ts';
import { fill, type Values } from './variables.ts';
import type { Settings } from './workshop.ts';

/** Asks one check of the step as things are now. Undefined: it cannot be known from here. */
export function ask(check: Check, scene: Scene): Promise<Finding | undefined> {
  const { stage, values } = scene;
  const { settings } = stage.workshop;
  const known = { toldIsKnown: !settings.attach, isOwn: askedOf(settings).isOwn };
  return findOut(check, worldOf(stage, values, stage.told, known));
}

/** Asks every check of the step, tells and records each. True when none failed. */
export async function askAll(scene: Scene): Promise<boolean> {
  const findings: Finding[] = [];
  for (const check of checksFor(scene.step, askedOf(scene.stage.workshop.settings))) {
    const finding = await ask(check, scene);
    if (!finding) continue;
    findings.push(finding);
    conclude(finding, check, scene);
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

/** Tells a finding and writes it down, with what there is to say about a failure. */
export function conclude(finding: Finding, check: Check, scene: Scene): void {
  const told = judged(finding, check, scene);
  report(told.finding, scene);
  if (finding.ok) return;
  if (told.advice !== undefined) hint(told.advice, scene);
  if (check.hint) hint(check.hint, scene);
}

function checkIn({ moments, checks }: StepFile, id: string): Check | undefined {
  return [...moments, ...checks].find((check) => check.id === id);
}

/** Tells a finding and writes it down: in whatever language it is told, the journal says it in one. */
function report(finding: Finding, scene: Scene): void {
  const { stage, step, values } = scene;
  stage.workshop.observe({ type: 'check', finding });
  const original = step.original && checkIn(step.original, finding.id);
  const { isOwn } = askedOf(stage.workshop.settings);
  const recorded = original ? { ...finding, title: titleOf(original, { values, isOwn }) } : finding;
  stage.workshop.journal.append({ kind: 'checked', step: step.number, finding: recorded });
}

export function hint(text: string, { stage, values }: Scene): void {
  stage.workshop.observe({ type: 'hint', text: fill(text, values) });
}

/** Whose scheduler is asked about: which policy, and whether it is the person's own. */
export interface Asked {
  readonly policy: Policy;
  readonly isOwn: boolean;
}

/** The scheduler that these settings play with. */
export function askedOf({ policy, own }: Settings): Asked {
  return { policy, isOwn: own !== undefined };
}

/** The checks of the end that a scheduler with this policy, ours or the person's own, is asked. */
export function checksFor(step: Step, { policy, isOwn }: Asked): Check[] {
  return step.checks.filter(
    (check) => (check.policy === undefined || check.policy === policy) && isForProgram(check.program, isOwn),
  );
}

/** What checks may look at; `told` and what is known of it as in `World`. */
export function worldOf(
  stage: Stage,
  values: Values,
  told: readonly SchedulerEvent[],
  { toldIsKnown, isOwn }: Pick<World, 'toldIsKnown' | 'isOwn'>,
): World {
  const { kubectl, signal } = stage.workshop;
  if (!stage.look)
    throw new UserError('there is no cluster to look at', { next: 'kubectl minisched workshop step 1' });
  return {
    look: stage.look,
    values,
    told,
    toldIsKnown,
    isOwn,
    kubectl: (args) => kubectl(args, { signal, timeoutMs: COMMAND_LIMIT_MS }),
  };
}
