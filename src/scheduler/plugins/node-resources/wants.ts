import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { askedRequests } from '../../framework/pod-requests.ts';
import { isExtendedResource, isScalarResource } from '../../framework/resource-names.ts';
import { amountIn } from '../../framework/resource-sums.ts';
import type { Resources } from '../../framework/resources.ts';
import type { Rejection } from '../../framework/status.ts';
import type { NodeResourcesFitArgs } from './args.ts';

/** How much a pod asks for of one resource, more than 0, and what is said where there is not so much. */
export interface Want {
  readonly name: string;
  readonly amount: number;
  /** Others hold what it needs. */
  readonly taken: Rejection;
  /** The node has never had so much. */
  readonly tooBig: Rejection;
}

const ALWAYS_COUNTED = ['cpu', 'memory', 'ephemeral-storage'];

/** What a pod asks for that counts for this plugin (upstream: `computePodResourceRequest`): cpu, memory and storage first. */
export function wantsOf(pod: Pod, args: NodeResourcesFitArgs): readonly Want[] {
  const requests = askedRequests(pod);
  const others = requests.keys().filter((name) => isScalarResource(name) && !isIgnored(name, args));
  return [...ALWAYS_COUNTED, ...others].flatMap((name) => {
    const amount = requests.get(name) ?? 0;
    return amount > 0 ? [{ name, amount, ...rejectionsOf(name) }] : [];
  });
}

/** Only extended resources can be ignored. */
function isIgnored(name: string, { ignoredResources, ignoredResourceGroups }: NodeResourcesFitArgs): boolean {
  if (!isExtendedResource(name)) return false;
  if (ignoredResources?.includes(name)) return true;
  return ignoredResourceGroups?.includes(name.slice(0, name.indexOf('/'))) ?? false;
}

const known = new Map<string, Pick<Want, 'taken' | 'tooBig'>>();

/** The same objects for each pod: there are as many as resources. */
function rejectionsOf(name: string): Pick<Want, 'taken' | 'tooBig'> {
  const reasons = [`Insufficient ${name}`];
  const found = known.get(name) ?? { taken: { reasons }, tooBig: { reasons, unresolvable: true } };
  known.set(name, found);
  return found;
}

const TOO_MANY_PODS: Rejection = { reasons: ['Too many pods'] };

/**
 * Why the node has no room; undefined when it has (upstream: `fitsRequest`). One resource that is more than the node ever had makes the whole
 * unresolvable; the number of pods never does.
 */
export function rejectionOf(
  { pods, allocatable, requested }: NodeInfo,
  wants: readonly Want[],
): Rejection | undefined {
  let rejection = pods.size + 1 > allocatable.allowedPods ? TOO_MANY_PODS : undefined;
  for (const want of wants) {
    const capacity = amountIn(allocatable, want.name);
    if (want.amount <= capacity - amountIn(requested, want.name)) continue;
    const lack = want.amount > capacity ? want.tooBig : want.taken;
    rejection = rejection ? both(rejection, lack) : lack;
  }
  return rejection;
}

function both(a: Rejection, b: Rejection): Rejection {
  const reasons = [...a.reasons, ...b.reasons];
  return (a.unresolvable ?? b.unresolvable) ? { reasons, unresolvable: true } : { reasons };
}

/** Whether the pod would fit a node with nothing on it (upstream: `isFit`). */
export function fitsEmpty(allocatable: Resources, wants: readonly Want[]): boolean {
  return (
    allocatable.allowedPods >= 1 && wants.every(({ name, amount }) => amount <= amountIn(allocatable, name))
  );
}
