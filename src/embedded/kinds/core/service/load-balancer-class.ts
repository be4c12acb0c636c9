import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { ServiceSpec } from '../../../data/types.ts';
import { labelNameErrors } from '../../common/metadata.ts';

const PATH = 'spec.loadBalancerClass';

/** `validateLoadBalancerClassField` (pkg/apis/core/validation). `old`: missing where the change itself is not in question. */
export function loadBalancerClassErrors(spec: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  const { type, loadBalancerClass: name } = spec;
  if (type !== 'LoadBalancer') {
    return name === undefined ? [] : [forbiddenField(PATH, "may only be used when `type` is 'LoadBalancer'")];
  }
  const changed = old?.type === type && old.loadBalancerClass !== name;
  return [
    ...(changed ? [invalid(PATH, name ?? null, 'may not change once set')] : []),
    ...(name === undefined ? [] : labelNameErrors(name, PATH)),
  ];
}
