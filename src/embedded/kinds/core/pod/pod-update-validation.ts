import { forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { Affinity, Container, NodeAffinity, Pod, PodSpec, Toleration } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { eachErrors, MAX_INT32, when } from './checks.ts';
import { imageSpaceErrors } from './container-validation.ts';
import { gatedErrors } from './gated-pod-validation.ts';
import { podAnnotationUpdateErrors } from './pod-annotations.ts';
import { podAndSpecErrors } from './pod-validation.ts';
import { tolerationsErrors } from './scheduling-validation.ts';
import { specDiff } from './spec-diff.ts';

const NO_SPEC: PodSpec = { containers: [] };
const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** `ValidatePodUpdate` (pkg/apis/core/validation), without metadata's own rules. */
export function podUpdateErrors(pod: Pod, old: Pod): FieldError[] {
  const [spec, before] = [pod.spec ?? NO_SPEC, old.spec ?? NO_SPEC];
  const errors = [...podAndSpecErrors(pod), ...podAnnotationUpdateErrors(pod, old, 'metadata.annotations')];
  const counted = (['containers', 'initContainers'] as const).find(
    (field) => (spec[field]?.length ?? 0) !== (before[field]?.length ?? 0),
  );
  if (counted === 'containers') return [...errors, noCountErrors(counted)];
  errors.push(...imageErrors(spec.containers, 'spec.containers'));
  if (counted) return [...errors, noCountErrors(counted)];
  errors.push(...imageErrors(spec.initContainers, 'spec.initContainers'));
  const deadline = deadlineErrors(spec, before);
  errors.push(...deadline.errors);
  return deadline.stop ? errors : [...errors, ...changeErrors(spec, before)];
}

function noCountErrors(field: string): FieldError {
  return forbiddenField(`spec.${field}`, 'pod updates may not add or remove containers');
}

function imageErrors(containers: readonly Container[] | undefined, path: string): FieldError[] {
  return eachErrors(containers, path, (container, at) => [
    ...when(!container.image, required(`${at}.image`)),
    ...imageSpaceErrors(container, at),
  ]);
}

/** It can be set, and shortened. */
function deadlineErrors(
  { activeDeadlineSeconds: seconds }: PodSpec,
  { activeDeadlineSeconds: before }: PodSpec,
): { readonly errors: FieldError[]; readonly stop: boolean } {
  const at = 'spec.activeDeadlineSeconds';
  if (seconds === undefined) {
    const words = 'must not update from a positive integer to nil value';
    return { errors: when(before !== undefined, invalid(at, null, words)), stop: false };
  }
  const range = `must be between 0 and ${String(MAX_INT32)}, inclusive`;
  if (seconds < 0 || seconds > MAX_INT32) return { errors: [invalid(at, seconds, range)], stop: true };
  const isLonger = before !== undefined && before < seconds;
  const words = 'must be less than or equal to previous value';
  return { errors: when(isLonger, invalid(at, seconds, words)), stop: isLonger };
}

function changeErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  const errors = [...tolerationChangeErrors(spec, before), ...gateChangeErrors(spec, before)];
  const kept = withoutChangeable(spec, before);
  if (before.schedulingGates?.length) {
    errors.push(...gatedErrors(kept, before));
    keepPlacement(kept, before);
  }
  if (isEqualInMeaning(kept, before)) return errors;
  const words = `pod updates may not change fields other than ${CHANGEABLE}\n${specDiff(before, kept)}`;
  return [...errors, forbiddenField('spec', words)];
}

/** `validateOnlyAddedTolerations`. */
function tolerationChangeErrors({ tolerations = [] }: PodSpec, before: PodSpec): FieldError[] {
  const isKept = (before.tolerations ?? []).every((old) =>
    tolerations.some((one) => isEqualInMeaning(timeless(one), timeless(old))),
  );
  if (isKept) return tolerationsErrors(tolerations, 'spec.tolerations');
  const words = 'existing toleration can not be modified except its tolerationSeconds';
  return [forbiddenField('spec.tolerations', words)];
}

/** `validateOnlyDeletedSchedulingGates`. */
function gateChangeErrors({ schedulingGates }: PodSpec, before: PodSpec): FieldError[] {
  const known = new Set(before.schedulingGates?.map(({ name }) => name));
  return eachErrors(schedulingGates, 'spec.schedulingGates', ({ name }, at) => {
    const words = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return when(!known.has(name), forbiddenField(`${at}.name`, words));
  });
}

/** The spec as it would be if nothing had changed that may. */
function withoutChangeable(spec: PodSpec, before: PodSpec): PodSpec {
  const { activeDeadlineSeconds, schedulingGates, tolerations, terminationGracePeriodSeconds } = before;
  const isMended = (terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1;
  const kept = {
    ...spec,
    containers: withImages(spec.containers, before.containers),
    ...(spec.initContainers
      ? { initContainers: withImages(spec.initContainers, before.initContainers) }
      : {}),
    activeDeadlineSeconds,
    schedulingGates,
    tolerations,
    ...(isMended ? { terminationGracePeriodSeconds } : {}),
  };
  return withoutUndefined(kept);
}

function withImages(containers: readonly Container[], before: readonly Container[] = []): Container[] {
  return containers.map((container, index) =>
    withoutUndefined({ ...container, image: before[index]?.image }),
  );
}

/** What nodes it may run on may be narrowed while it waits: that was looked at. */
function keepPlacement(kept: PodSpec, { nodeSelector, affinity }: PodSpec): void {
  delete kept.nodeSelector;
  if (nodeSelector) kept.nodeSelector = nodeSelector;
  const present = affinityWith(kept.affinity, affinity?.nodeAffinity, affinity === undefined);
  delete kept.affinity;
  if (present) kept.affinity = present;
}

function affinityWith(
  affinity: Affinity | undefined,
  nodeAffinity: NodeAffinity | undefined,
  hadNone: boolean,
): Affinity | undefined {
  const { nodeAffinity: own, ...others } = affinity ?? {};
  if (isEqualInMeaning(own, nodeAffinity)) return affinity;
  const isBare = Object.keys(others).length === 0;
  return hadNone && isBare ? undefined : { ...others, ...(nodeAffinity ? { nodeAffinity } : {}) };
}

/** A copy without members that are undefined: what is compared is JSON. */
function withoutUndefined<T extends object>(object: { [key in keyof T]: T[key] | undefined }): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what may be missing is optional
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function timeless(toleration: Toleration): object {
  return { ...toleration, tolerationSeconds: 0 };
}
