import { duplicate, invalid, tooMany, type FieldError } from '../../api/field-error.ts';
import type { DiscoveryEndpointPort } from '../../data/types.ts';
import { dns1123LabelErrors, qualifiedNameErrors } from '../../../api/names.ts';
import { protocolErrors } from '../common/ports.ts';

const MAX_PORTS = 20_000;

/** `validatePorts` (pkg/apis/discovery/validation). */
export function slicePortsErrors(ports: readonly DiscoveryEndpointPort[], path: string): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany(path, ports.length, MAX_PORTS)];
  const names = ports.map(({ name = '' }) => name);
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const at = `${path}[${String(index)}]`;
    const nameErrors = name === '' ? [] : dns1123LabelErrors(name);
    return [
      ...nameErrors.map((words) => invalid(`${at}.name`, name, words)),
      ...(names.indexOf(name) < index ? [duplicate(`${at}.name`, name)] : []),
      ...protocolErrors(protocol, `${at}.protocol`),
      ...(appProtocol === undefined
        ? []
        : qualifiedNameErrors(appProtocol).map((words) => invalid(`${at}.appProtocol`, appProtocol, words))),
    ];
  });
}
