import { invalid } from '../../../api/field-error.ts';
import type { Service, ServicePort, ServiceSpec } from '../../../data/types.ts';
import { internalError, invalidService } from './refusals.ts';
import { needsNodePort, nodePortsOf } from './service-facts.ts';

const FIRST = 30_000;
const LAST = 32_767;
/** The first ports are only given to who asks for them, while there are others (KEP-3668). */
const FIRST_FREELY_GIVEN = FIRST + 86;
const TYPES: readonly (string | undefined)[] = ['NodePort', 'LoadBalancer'];

/** The ports of every node, as the stored services and this request have taken them (`portallocator`). */
export class NodePorts {
  readonly #taken: Set<number>;

  constructor(stored: readonly ServiceSpec[]) {
    this.#taken = new Set(
      stored.flatMap((spec) => [
        ...nodePortsOf(spec),
        ...(spec.healthCheckNodePort ? [spec.healthCheckNodePort] : []),
      ]),
    );
  }

  /** Takes this port, or says why it cannot be had. */
  take(port: number): string | undefined {
    if (port < FIRST || port > LAST) {
      return `provided port is not in the valid range. The range of valid ports is ${String(FIRST)}-${String(LAST)}`;
    }
    if (this.#taken.has(port)) return 'provided port is already allocated';
    this.#taken.add(port);
    return undefined;
  }

  /** Takes the first that is free; undefined when none is. */
  takeAny(): number | undefined {
    const port = this.#free(FIRST_FREELY_GIVEN, LAST) ?? this.#free(FIRST, FIRST_FREELY_GIVEN - 1);
    if (port !== undefined) this.#taken.add(port);
    return port;
  }

  #free(from: number, to: number): number | undefined {
    for (let port = from; port <= to; port += 1) if (!this.#taken.has(port)) return port;
    return undefined;
  }
}

/** `initNodePorts` (pkg/registry/core/service/storage/alloc.go): the same number of two protocols gets one node port. Throws `StatusError`. */
export function assignNodePorts(draft: Service, spec: ServiceSpec, nodePorts: NodePorts): void {
  if (!TYPES.includes(spec.type)) return;
  const { ports = [] } = spec;
  const given = new Map<number, number>();
  for (const [index, port] of ports.entries()) {
    if (!port.nodePort && !needsNodePort(spec)) continue;
    const shared = given.get(port.port);
    const asked = shared === undefined ? requested(port, ports) : port.nodePort || shared;
    if (asked !== undefined && asked !== shared) take(draft, nodePorts, asked, index);
    port.nodePort = asked ?? takeAny(nodePorts);
    if (shared === undefined) given.set(port.port, port.nodePort);
  }
}

/** `updateNodePorts`: what the service had stays its own. Throws `StatusError`. */
export function updateNodePorts(
  draft: Service,
  spec: ServiceSpec,
  old: ServiceSpec,
  nodePorts: NodePorts,
): void {
  if (!TYPES.includes(spec.type)) return;
  const own = new Set(nodePortsOf(old));
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && !needsNodePort(spec)) continue;
    if (port.nodePort && !own.has(port.nodePort)) take(draft, nodePorts, port.nodePort, index);
    port.nodePort ||= takeAny(nodePorts);
    own.add(port.nodePort);
  }
}

/** `allocHealthCheckNodePort`. Throws `StatusError` 500. */
export function assignHealthPort(spec: ServiceSpec, nodePorts: NodePorts): void {
  const { healthCheckNodePort: asked } = spec;
  if (!asked) {
    spec.healthCheckNodePort = takeAny(nodePorts);
    return;
  }
  const why = nodePorts.take(asked);
  if (why !== undefined) {
    throw internalError(`failed to allocate requested HealthCheck NodePort ${String(asked)}: ${why}`);
  }
}

function requested({ port }: ServicePort, ports: readonly ServicePort[]): number | undefined {
  return ports.find((other) => other.port === port && other.nodePort)?.nodePort;
}

function take(draft: Service, nodePorts: NodePorts, port: number, index: number): void {
  const why = nodePorts.take(port);
  if (why === undefined) return;
  const path = `spec.ports[${String(index)}].nodePort`;
  throw invalidService(draft, [invalid(path, port, why)]);
}

function takeAny(nodePorts: NodePorts): number {
  const port = nodePorts.takeAny();
  if (port === undefined) throw internalError('failed to allocate a nodePort: range is full');
  return port;
}
