import { ApiError, UnreachableError } from '../../api/errors.ts';
import { holds } from '../condition.ts';
import type { Finding } from '../finding.ts';
import { fill } from '../variables.ts';
import type { Verdict, World } from './check.ts';
import { evaluateAlike } from './alike.ts';
import { evaluateEvent } from './event.ts';
import { evaluateKubectl } from './kubectl.ts';
import { evaluateNodes } from './nodes.ts';
import { evaluatePod } from './pod.ts';
import type { Check } from './schema.ts';
import { evaluateSpread } from './spread.ts';
import { evaluateTaints } from './taints.ts';
import { evaluateTold, ownTitle } from './told.ts';

/** What a finding expected when the API server gave no answer: it says nothing about the check itself. */
export const NO_ANSWER = 'an answer of the API server';

/**
 * Asks one check of a step. An API server that does not answer is a finding that failed, not an error: it may be back a moment
 * later. Undefined: it is not meant for here (its `if`), or cannot be known from here (see `World.toldIsKnown`).
 */
export async function findOut(check: Check, world: World): Promise<Finding | undefined> {
  const verdict = (await isAsked(check, world)) ? await answered(check, world) : undefined;
  if (!verdict) return undefined;
  return {
    id: check.id,
    title: titleOf(check, world),
    ...verdict,
    source: 'told' in check ? 'journal' : 'cluster',
  };
}

/** The title of a finding. */
export function titleOf(check: Check, { values, isOwn }: Pick<World, 'values' | 'isOwn'>): string {
  const own = isOwn && 'told' in check ? ownTitle(check.told, values['scheduler'] ?? '') : undefined;
  return own ?? fill(check.title, values);
}

function isAsked(check: Check, { values, kubectl }: World): Promise<boolean> {
  return holds(check.if, values, kubectl);
}

async function answered(check: Check, world: World): Promise<Verdict | undefined> {
  try {
    return await evaluate(check, world);
  } catch (error) {
    if (!(error instanceof UnreachableError || error instanceof ApiError)) throw error;
    return { ok: false, expected: NO_ANSWER, seen: `not yet: ${error.message}` };
  }
}

/** The one list of the kinds of checks: a new kind is a file, its shape in schema.ts, and a line here. */
function evaluate(check: Check, world: World): Promise<Verdict | undefined> {
  if ('nodes' in check) return evaluateNodes(check.nodes, world);
  if ('pod' in check) return evaluatePod(check.pod, world);
  if ('spread' in check) return evaluateSpread(check.spread, world);
  if ('alike' in check) return evaluateAlike(check.alike, world);
  if ('event' in check) return evaluateEvent(check.event, world);
  if ('taints' in check) return evaluateTaints(check.taints, world);
  if ('told' in check) return evaluateTold(check.told, world);
  return evaluateKubectl(check.kubectl, world);
}
