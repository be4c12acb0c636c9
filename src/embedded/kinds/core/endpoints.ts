import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { endpointIpErrors, ipErrors, ipWarnings } from '../common/ip-validation.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/names.ts';
import { portErrors, protocolErrors } from '../common/ports.ts';
import type { Strategy } from '../strategy.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const CONTROLLER = 'endpoint-controller';
const LISTS = ['addresses', 'notReadyAddresses'] as const;

/** pkg/registry/core/endpoint/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const endpoints: Strategy<Endpoints> = {
  createOnUpdate: true,
  defaults({ subsets = [] }) {
    for (const port of subsets.flatMap(({ ports = [] }) => ports)) port.protocol ||= 'TCP';
  },
  validateCreate: subsetsErrors,
  // what is stored counts as fine
  validateUpdate: (object, old) =>
    isEqualInMeaning(object.subsets ?? [], old.subsets ?? []) ? [] : subsetsErrors(object),
  warnings: ({ metadata, subsets = [] }) =>
    metadata.labels?.[MANAGED_BY] === CONTROLLER
      ? []
      : subsets.flatMap((subset, index) =>
          addressesOf(subset, `subsets[${String(index)}]`).flatMap(([{ ip }, path]) =>
            ipWarnings(ip, `${path}.ip`),
          ),
        ),
};

function subsetsErrors({ subsets = [] }: Endpoints): FieldError[] {
  return subsets.flatMap((subset, index) => subsetErrors(subset, `subsets[${String(index)}]`));
}

function subsetErrors(subset: EndpointSubset, path: string): FieldError[] {
  const { ports = [] } = subset;
  const addresses = addressesOf(subset, path);
  return [
    ...(addresses.length === 0 ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...addresses.flatMap(([address, at]) => addressErrors(address, at)),
    ...ports.flatMap((port, index) =>
      portOfErrors(port, ports.length > 1, `${path}.ports[${String(index)}]`),
    ),
  ];
}

function addressesOf(subset: EndpointSubset, path: string): (readonly [EndpointAddress, string])[] {
  return LISTS.flatMap((list) =>
    (subset[list] ?? []).map((address, index) => [address, `${path}.${list}[${String(index)}]`] as const),
  );
}

function addressErrors({ ip, hostname, nodeName }: EndpointAddress, path: string): FieldError[] {
  return [
    ...ipErrors(ip, `${path}.ip`),
    ...(hostname ? labelErrors(hostname, `${path}.hostname`) : []),
    ...(nodeName === undefined
      ? []
      : dns1123SubdomainErrors(nodeName).map((words) => invalid(`${path}.nodeName`, nodeName, words))),
    ...endpointIpErrors(ip, `${path}.ip`),
  ];
}

function portOfErrors(
  { name, port, protocol, appProtocol }: EndpointPort,
  needsName: boolean,
  path: string,
): FieldError[] {
  const nameless = needsName ? [required(`${path}.name`)] : [];
  return [
    ...(name ? labelErrors(name, `${path}.name`) : nameless),
    ...portErrors(port, `${path}.port`),
    ...protocolErrors(protocol, `${path}.protocol`),
    ...(appProtocol === undefined ? [] : labelNameErrors(appProtocol, `${path}.appProtocol`)),
  ];
}

function labelErrors(value: string, path: string): FieldError[] {
  return dns1123LabelErrors(value).map((words) => invalid(path, value, words));
}
