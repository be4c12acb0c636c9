import { forbiddenField, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import type { Container, ContainerStatus, Pod, PodSpec } from '../../../data/types.ts';
import { eachErrors, idErrors, rangeErrors, when } from './checks.ts';
import { allocatedErrors } from './resource-status-validation.ts';

const FIELDS = [
  { statuses: 'containerStatuses', containers: 'containers' },
  { statuses: 'initContainerStatuses', containers: 'initContainers' },
  { statuses: 'ephemeralContainerStatuses', containers: undefined },
] as const;
const MAX_UINT32 = 2 ** 32 - 1;
const MAX_IMAGE_REF = 256;
const NO_SPEC: PodSpec = { containers: [] };

/** What `ValidatePodStatusUpdate` (pkg/apis/core/validation) asks of the statuses of containers. */
export function containerStatusErrors(pod: Pod, old: Pod): FieldError[] {
  const { spec = NO_SPEC, status = {} } = pod;
  return [
    ...each(({ statuses, containers }, path) =>
      transitionErrors(status[statuses], old.status?.[statuses], old.spec ?? NO_SPEC, containers, path),
    ),
    ...each(({ statuses }, path) =>
      eachErrors(status[statuses], path, (one, at) => userErrors(one, spec, at)),
    ),
    ...each(({ statuses, containers }, path) =>
      eachErrors(status[statuses], path, (one, at) =>
        allocatedErrors(one, containers && (spec[containers] ?? []), status, at),
      ),
    ),
    ...each(({ statuses }, path) =>
      eachErrors(status[statuses], path, ({ volumeMounts }, at) =>
        eachErrors(volumeMounts, `${at}.volumeMounts`, ({ volumeStatus }, mountAt) =>
          volumeStatus?.image
            ? imageRefErrors(
                volumeStatus.image.imageRef,
                `${mountAt}.volumeStatus.imageVolumeStatus.imageRef`,
              )
            : [],
        ),
      ),
    ),
  ];
}

function each(check: (field: (typeof FIELDS)[number], path: string) => FieldError[]): FieldError[] {
  return FIELDS.flatMap((field) => check(field, `status.${field.statuses}`));
}

/** `ValidateContainerStateTransition` and its like: what has ended for good does not run again. The path is that of the old status. */
function transitionErrors(
  statuses: readonly ContainerStatus[] | undefined,
  before: readonly ContainerStatus[] | undefined,
  spec: PodSpec,
  field: 'containers' | 'initContainers' | undefined,
  path: string,
): FieldError[] {
  const mayAll = [...(spec.initContainers ?? []), ...spec.containers].some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  );
  if (mayAll && field) return [];
  return eachErrors(before, path, ({ name, state }, at) => {
    if (!state?.terminated) return [];
    const { exitCode } = state.terminated;
    const runs = (statuses ?? []).some((one) => one.name === name && !one.state?.terminated);
    const container = field && spec[field]?.find((one) => one.name === name);
    const isFine = container !== undefined && shouldRestart(container, spec, exitCode);
    const words = 'may not be transitioned to non-terminated state';
    return when(runs && !isFine, forbiddenField(`${at}.state`, words));
  });
}

/** `ContainerShouldRestart` (pkg/api/v1/pod/util.go). */
function shouldRestart(container: Container, { restartPolicy }: PodSpec, exitCode: number): boolean {
  const { restartPolicy: own, restartPolicyRules = [] } = container;
  const isRuled = restartPolicyRules.some(({ exitCodes }) => {
    const isListed = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes?.operator === 'In' ? isListed : exitCodes?.operator === 'NotIn' && !isListed;
  });
  if (own !== undefined && isRuled) return true;
  const policy = own ?? restartPolicy;
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

/** `validateContainerStatusUsers`. */
function userErrors({ user }: ContainerStatus, { os }: PodSpec, path: string): FieldError[] {
  const { linux } = user ?? {};
  const at = `${path}.user.linux`;
  if (!linux) return [];
  if (os?.name === 'windows') return [forbiddenField(at, 'cannot be set for a windows pod')];
  return [
    ...rangeErrors(linux.uid, 0, MAX_UINT32, `${at}.uid`),
    ...idErrors(linux.gid, `${at}.gid`),
    ...eachErrors(linux.supplementalGroups, `${at}.supplementalGroups`, idErrors),
  ];
}

/** `validateImageVolumeStatus`. */
function imageRefErrors(reference: string, path: string): FieldError[] {
  if (!reference) return [required(path, 'imageRef must not be empty')];
  return when(Buffer.byteLength(reference) > MAX_IMAGE_REF, tooLong(path, MAX_IMAGE_REF));
}
