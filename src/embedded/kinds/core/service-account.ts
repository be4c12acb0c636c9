import type { ServiceAccount } from '../../data/types.ts';
import type { Strategy } from '../strategy.ts';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

/** pkg/registry/core/serviceaccount/strategy.go. */
export const serviceAccounts: Strategy<ServiceAccount> = {
  prepareForCreate: keepSecretNames,
  prepareForUpdate: keepSecretNames,
  warnings: ({ metadata }, old) =>
    isEnforced(metadata) && !(old && isEnforced(old.metadata))
      ? [
          `metadata.annotations[${ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
        ]
      : [],
};

/** Of a reference to a secret only the name counts. */
function keepSecretNames(draft: ServiceAccount): void {
  if (!draft.secrets) return;
  draft.secrets = draft.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}

function isEnforced({ annotations = {} }: ServiceAccount['metadata']): boolean {
  return Object.hasOwn(annotations, ENFORCE);
}
