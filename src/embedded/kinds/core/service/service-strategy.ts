import type { Service } from '../../../data/types.ts';
import { dns1123LabelErrors, forPrefix } from '../../../../api/names.ts';
import { keepSpec, keepStatus } from '../../common/spec-and-status.ts';
import type { Strategy } from '../../strategy.ts';
import { allocate, reallocate } from './allocation.ts';
import { loadBalancerStatusErrors } from './load-balancer-status.ts';
import { defaultService } from './service-defaults.ts';
import { serviceErrors } from './service-validation.ts';
import { serviceWarnings } from './service-warnings.ts';
import { dropTypeDependent } from './type-change.ts';
import { serviceUpdateErrors } from './update-validation.ts';

/** pkg/registry/core/service/strategy.go and storage/storage.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const services: Strategy<Service> = {
  createOnUpdate: true,
  nameErrors: forPrefix(dns1123LabelErrors),
  defaults: defaultService,
  prepareForCreate(draft, context) {
    allocate(draft, context.stored());
    delete draft.status;
  },
  validateCreate: (service) => serviceErrors(service, undefined),
  prepareForUpdate(draft, old, context) {
    reallocate(draft, old, context.stored());
    keepStatus(draft, old);
    dropTypeDependent(draft, old);
  },
  validateUpdate: (service, old) => [...serviceUpdateErrors(service, old), ...serviceErrors(service, old)],
  status: { prepareForUpdate: keepSpec, validateUpdate: loadBalancerStatusErrors },
  warnings: ({ metadata, spec = {} }) => serviceWarnings(metadata, spec),
  fields: ({ spec = {} }) => ({ 'spec.clusterIP': spec.clusterIP ?? '', 'spec.type': spec.type ?? '' }),
};
