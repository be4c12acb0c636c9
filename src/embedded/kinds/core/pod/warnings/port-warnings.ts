import type { ContainerPort, PodSpec } from '../../../../data/types.ts';
import { allContainers } from '../containers.ts';

interface PlacedPort {
  readonly port: ContainerPort;
  readonly path: string;
}

/** Ports of all containers together: the same one twice, or so that nobody can tell which is meant. */
export function portWarnings(spec: PodSpec, path: string): string[] {
  const known = new Map<string, PlacedPort[]>();
  return portsOf(spec, path).flatMap((placed) => {
    const { port, path: at } = placed;
    const { containerPort, protocol = '', hostIP = '', hostPort = 0 } = port;
    const key = `${String(containerPort)}/${protocol}`;
    const others = known.get(key) ?? [];
    known.set(key, [...others, placed]);
    return [
      ...(hostIP !== '' && hostPort === 0 ? [`${at}: hostIP set without hostPort: ${printed(port)}`] : []),
      ...others.flatMap((other) => {
        const words = relation(port, other.port);
        return words === undefined ? [] : [`${at}: ${words} port definition with ${other.path}`];
      }),
    ];
  });
}

/** Two ports with one name. */
export function portNameWarnings(spec: PodSpec, path: string): string[] {
  const known = new Map<string, string>();
  return portsOf(spec, path).flatMap(({ port: { name = '' }, path: at }) => {
    if (name === '') return [];
    const other = known.get(name);
    if (other === undefined) {
      known.set(name, at);
      return [];
    }
    const quoted = JSON.stringify(name);
    return [
      `${at}: duplicate port name ${quoted} with ${other}, services and probes that select ports by name will use ${other}`,
    ];
  });
}

function portsOf(spec: PodSpec, path: string): PlacedPort[] {
  return allContainers(spec, path).flatMap(({ container, path: at }) =>
    (container.ports ?? []).map((port, index) => ({ port, path: `${at}.ports[${String(index)}]` })),
  );
}

/** Of two ports with one number and protocol. */
function relation(port: ContainerPort, other: ContainerPort): string | undefined {
  const [address, otherAddress] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [host, otherHost] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (address === otherAddress && host === otherHost) return 'duplicate';
  if (host === 0 || otherHost === 0) return 'overlapping';
  const oneIsOpen = (address === '') !== (otherAddress === '');
  return host === otherHost && oneIsOpen ? 'dangerously ambiguous' : undefined;
}

/** As Go's `%+v` prints a struct. */
function printed({
  name = '',
  hostPort = 0,
  containerPort,
  protocol = '',
  hostIP = '',
}: ContainerPort): string {
  return `{Name:${name} HostPort:${String(hostPort)} ContainerPort:${String(containerPort)} Protocol:${protocol} HostIP:${hostIP}}`;
}
