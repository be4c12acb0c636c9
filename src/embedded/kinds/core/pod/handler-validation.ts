import { forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type {
  GRPCAction,
  HTTPGetAction,
  IntOrString,
  Lifecycle,
  LifecycleHandler,
  Probe,
} from '../../../data/types.ts';
import { negativeFieldsErrors } from '../../common/numbers.ts';
import { portErrors, portNameErrors } from '../../common/ports.ts';
import { missingErrors, optionErrors, when } from './checks.ts';

const HEADER = '[-A-Za-z0-9]+';
const HEADER_PATTERN = new RegExp(`^${HEADER}$`);
const HEADER_WORDS = `a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '${HEADER}')`;
const SCHEMES = ['HTTP', 'HTTPS'];
const KINDS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const ONLY_1 = 'must be 1';

/** What a probe or a hook does: one of these. */
type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

/** Which probe it is decides what more is asked of it. */
export type ProbeField = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** `validateLivenessProbe` and its like (pkg/apis/core/validation). `grace` is the pod's, in seconds. */
export function probeErrors(
  probe: Probe | undefined,
  field: ProbeField,
  grace: number | undefined,
  path: string,
): FieldError[] {
  if (!probe) return [];
  const { successThreshold = 0, terminationGracePeriodSeconds: own } = probe;
  const isReadiness = field === 'readinessProbe';
  const graceAt = `${path}.terminationGracePeriodSeconds`;
  return [
    ...handlerErrors(probe, grace, path),
    ...negativeFieldsErrors(
      probe,
      ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'],
      path,
    ),
    ...when(own !== undefined && own <= 0, invalid(graceAt, own, 'must be greater than 0')),
    ...when(
      !isReadiness && successThreshold !== 1,
      invalid(`${path}.successThreshold`, successThreshold, ONLY_1),
    ),
    ...when(isReadiness && own !== undefined, invalid(graceAt, own, 'must not be set for readinessProbes')),
  ];
}

/** `validateLifecycle`. */
export function lifecycleErrors(
  { postStart, preStop }: Lifecycle,
  grace: number | undefined,
  path: string,
): FieldError[] {
  return [
    ...(postStart ? handlerErrors(postStart, grace, `${path}.postStart`) : []),
    ...(preStop ? handlerErrors(preStop, grace, `${path}.preStop`) : []),
  ];
}

/** `validateHandler`: the first is looked at, the others are too many. */
function handlerErrors(handler: Handler, grace: number | undefined, path: string): FieldError[] {
  const [first, ...others] = KINDS.filter((kind) => handler[kind] !== undefined);
  if (!first) return [required(path, 'must specify a handler type')];
  return [
    ...oneHandlerErrors(handler, grace, path),
    ...others.map((kind) => forbiddenField(`${path}.${kind}`, 'may not specify more than 1 handler type')),
  ];
}

function oneHandlerErrors(handler: Handler, grace: number | undefined, path: string): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (exec) return when(!exec.command?.length, required(`${path}.exec.command`));
  if (httpGet) return httpErrors(httpGet, `${path}.httpGet`);
  if (tcpSocket) return portOrNameErrors(tcpSocket.port, `${path}.tcpSocket.port`);
  if (grpc) return grpcErrors(grpc, `${path}.grpc`);
  const seconds = sleep?.seconds ?? 0;
  const isWrong = grace !== undefined && (seconds < 0 || seconds > grace);
  const words = `must be non-negative and less than terminationGracePeriodSeconds (${String(grace)})`;
  return when(isWrong, invalid(`${path}.sleep`, seconds, words));
}

function httpErrors(
  { path: target, port, scheme = '', httpHeaders = [] }: HTTPGetAction,
  path: string,
): FieldError[] {
  return [
    ...missingErrors(target, `${path}.path`),
    ...portOrNameErrors(port, `${path}.port`),
    ...optionErrors(scheme, SCHEMES, `${path}.scheme`),
    ...httpHeaders
      .filter(({ name }) => !HEADER_PATTERN.test(name))
      .map(({ name }) => invalid(`${path}.httpHeaders`, name, HEADER_WORDS)),
  ];
}

function grpcErrors({ port }: GRPCAction, path: string): FieldError[] {
  return portErrors(port, `${path}.port`);
}

/** `ValidatePortNumOrName`. */
function portOrNameErrors(port: IntOrString | undefined = 0, path: string): FieldError[] {
  return typeof port === 'number' ? portErrors(port, path) : portNameErrors(port, path);
}
