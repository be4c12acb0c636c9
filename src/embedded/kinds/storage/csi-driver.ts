import { duplicate, invalid, notSupported, type FieldError } from '../../api/field-error.ts';
import type { CSIDriver, CSIDriverSpec, StorageTokenRequest } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { immutableErrors } from '../common/metadata.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES = ['Persistent', 'Ephemeral'];
const MIN_UPDATE_SECONDS = 10;
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const TOKENS_IN_SECRETS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

/** pkg/registry/storage/csidriver/strategy.go, pkg/apis/storage/v1/defaults.go, pkg/apis/storage/validation. */
export const csiDrivers: Strategy<CSIDriver> = {
  defaults({ spec }) {
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    spec.volumeLifecycleModes ??= ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
    spec.preventPodSchedulingIfMissing ??= false;
  },
  validateCreate: ({ spec }) => specErrors(spec),
  prepareForUpdate(draft, old) {
    if (!isEqualInMeaning(draft.spec, old.spec)) nextGeneration(draft, old);
  },
  validateUpdate: ({ spec }, { spec: before }) => [
    ...specErrors(spec),
    ...immutableErrors(spec.attachRequired, before.attachRequired, 'spec.attachedRequired'),
    ...immutableErrors(spec.volumeLifecycleModes, before.volumeLifecycleModes, 'spec.volumeLifecycleModes'),
  ],
  unconditionalUpdate: false,
  warnings({ spec: { tokenRequests, serviceAccountTokenInSecrets } }, old) {
    const isNew = tokenRequests !== undefined && !isEqualInMeaning(tokenRequests, old?.spec.tokenRequests);
    return isNew && serviceAccountTokenInSecrets === undefined ? [TOKENS_IN_SECRETS] : [];
  },
};

/** `validateCSIDriverSpec`. */
function specErrors(spec: CSIDriverSpec): FieldError[] {
  const { fsGroupPolicy: policy, volumeLifecycleModes: modes = [], tokenRequests = [] } = spec;
  const { nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets: inSecrets } = spec;
  return [
    ...(policy === undefined || FS_GROUP_POLICIES.includes(policy)
      ? []
      : [notSupported('spec.fsGroupPolicy', policy, FS_GROUP_POLICIES)]),
    ...tokenErrors(tokenRequests, 'spec.tokenRequests'),
    ...modes
      .filter((mode) => !LIFECYCLE_MODES.includes(mode))
      .map((mode) => notSupported('spec.volumeLifecycleModes', mode, LIFECYCLE_MODES)),
    ...(period !== undefined && period < MIN_UPDATE_SECONDS
      ? [
          invalid(
            'spec.nodeAllocatableUpdatePeriodSeconds',
            period,
            'must be greater than or equal to 10 seconds',
          ),
        ]
      : []),
    ...(inSecrets !== undefined && tokenRequests.length === 0
      ? [
          invalid(
            'spec.serviceAccountTokenInSecrets',
            inSecrets,
            'serviceAccountTokenInSecrets is set but no tokenRequests are specified',
          ),
        ]
      : []),
  ];
}

/** `validateTokenRequests`: one for each audience. */
function tokenErrors(requests: readonly StorageTokenRequest[], path: string): FieldError[] {
  const audiences = requests.map(({ audience }) => audience);
  return requests.flatMap(({ audience, expirationSeconds: seconds }, index) => {
    const at = `${path}[${String(index)}]`;
    if (audiences.indexOf(audience) < index) return [duplicate(`${at}.audience`, audience)];
    if (seconds === undefined) return [];
    const wrong = (words: string): FieldError[] => [invalid(`${at}.expirationSeconds`, seconds, words)];
    if (seconds < MIN_TOKEN_SECONDS) return wrong('may not specify a duration less than 10 minutes');
    if (seconds > MAX_TOKEN_SECONDS) return wrong('may not specify a duration larger than 2^32 seconds');
    return [];
  });
}
