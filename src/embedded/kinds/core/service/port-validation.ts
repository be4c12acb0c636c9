import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { IntOrString, ServicePort, ServiceSpec } from '../../../data/types.ts';
import { internalForm } from '../../common/internal-form.ts';
import { labelNameErrors } from '../../common/metadata.ts';
import { dns1123LabelErrors } from '../../../../api/names.ts';
import { portErrors, portNameErrors, protocolErrors } from '../../common/ports.ts';

/** `validateServicePort` on each port (pkg/apis/core/validation). */
export function portsErrors({ ports = [] }: ServiceSpec): FieldError[] {
  return ports.flatMap((port, index) => {
    const path = pathOf(index);
    const { targetPort = 0, appProtocol } = port;
    return [
      ...nameErrors(port, ports.slice(0, index), ports.length > 1, `${path}.name`),
      ...portErrors(port.port, `${path}.port`),
      ...protocolErrors(port.protocol, `${path}.protocol`),
      ...targetErrors(targetPort, `${path}.targetPort`),
      ...(appProtocol === undefined ? [] : labelNameErrors(appProtocol, `${path}.appProtocol`)),
    ];
  });
}

/** No port twice, none of every node twice, and none at all for a service that has none. */
export function portNumbersErrors({ type, ports = [] }: ServiceSpec): FieldError[] {
  return [
    ...(type === 'ClusterIP' ? ports.flatMap(unwantedErrors) : []),
    ...ports.flatMap(nodePortTwiceErrors),
    ...ports.flatMap(portTwiceErrors),
  ];
}

/** `ValidatePortNumOrName`. */
function targetErrors(port: IntOrString, path: string): FieldError[] {
  return typeof port === 'number' ? portErrors(port, path) : portNameErrors(port, path);
}

function nameErrors(
  { name }: ServicePort,
  before: readonly ServicePort[],
  isNeeded: boolean,
  path: string,
): FieldError[] {
  if (!name) return isNeeded ? [required(path)] : [];
  return [
    ...dns1123LabelErrors(name).map((words) => invalid(path, name, words)),
    ...(before.some((other) => other.name === name) ? [duplicate(path, name)] : []),
  ];
}

function unwantedErrors({ nodePort }: ServicePort, index: number): FieldError[] {
  if (!nodePort) return [];
  return [forbiddenField(`${pathOf(index)}.nodePort`, "may not be used when `type` is 'ClusterIP'")];
}

function nodePortTwiceErrors(
  { nodePort, protocol }: ServicePort,
  index: number,
  all: readonly ServicePort[],
): FieldError[] {
  const before = all.slice(0, index);
  const isTwice = before.some((other) => other.nodePort === nodePort && other.protocol === protocol);
  return nodePort && isTwice ? [duplicate(`${pathOf(index)}.nodePort`, nodePort)] : [];
}

function portTwiceErrors(
  { port, protocol = '' }: ServicePort,
  index: number,
  all: readonly ServicePort[],
): FieldError[] {
  const before = all.slice(0, index);
  if (!before.some((other) => other.port === port && (other.protocol ?? '') === protocol)) return [];
  return [duplicate(pathOf(index), internalForm({ port, protocol }, 'core/v1.ServicePort'))];
}

function pathOf(index: number): string {
  return `spec.ports[${String(index)}]`;
}
