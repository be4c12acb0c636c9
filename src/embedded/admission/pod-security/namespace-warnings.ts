import { resource } from '../../api/resource-info.ts';
import { typed } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import type { Store } from '../../store/store.ts';
import { violations } from './evaluate.ts';
import { compareLevels, policyText, type LevelVersion } from './policy.ts';

const PODS = resource('v1', 'pods');
/** More pods than this are not looked at. */
const MAX_PODS = 3000;

/**
 * What is said of the pods that a namespace has already when it becomes stricter (`EvaluatePodsInNamespace`,
 * pod-security-admission/admission/admission.go).
 */
export function namespacePolicyWarnings(
  store: Store,
  namespace: string,
  next: LevelVersion,
  last: LevelVersion,
): string[] {
  if (next.level === 'privileged') return [];
  if (next.minor === last.minor && compareLevels(next.level, last.level) < 1) return [];
  const pods = store.list(PODS.storage, namespace).map(({ object }) => typed<Pod>(object));
  const found = byReasons(ofEachOwnerFirst(pods).slice(0, MAX_PODS), next);
  const tooMany = `new PodSecurity enforce level only checked against the first ${String(MAX_PODS)} of ${String(pods.length)} existing pods`;
  const head = `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${policyText(next)}"`;
  return [
    ...(pods.length > MAX_PODS ? [tooMany] : []),
    ...(found.size > 0 ? [head] : []),
    ...[...found].map(([reasons, names]) => `${namesText(names)}: ${reasons}`).toSorted(),
  ];
}

/** One pod of each controller before the second of any. */
function ofEachOwnerFirst(pods: readonly Pod[]): Pod[] {
  const seen = new Set<string>();
  const others: Pod[] = [];
  const first = pods.filter((pod) => {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
    if (owner === undefined) return true;
    if (seen.has(owner)) others.push(pod);
    else seen.add(owner);
    return others.at(-1) !== pod;
  });
  return [...first, ...others];
}

function byReasons(pods: readonly Pod[], policy: LevelVersion): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { metadata, spec } of pods) {
    if (!spec) continue;
    const reasons = violations(policy, metadata, spec).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const key = reasons.join(', ');
    found.set(key, [...(found.get(key) ?? []), metadata.name ?? '']);
  }
  return found;
}

function namesText(names: readonly string[]): string {
  const [first = ''] = names.toSorted();
  if (names.length === 1) return first;
  return names.length === 2
    ? `${first} (and 1 other pod)`
    : `${first} (and ${String(names.length - 1)} other pods)`;
}
