import { invalid } from '../../../api/field-error.ts';
import type { StatusError } from '../../../api/status.ts';
import type { Service, ServiceSpec } from '../../../data/types.ts';
import { parseIp } from '../../common/ip-address.ts';
import { internalError, invalidService } from './refusals.ts';
import { isHeadless, needsClusterIp } from './service-facts.ts';

/** 10.96.0.0/16, as kubeadm has it. */
const RANGE = '10.96.0.0/16';
const BASE = [10, 96] as const;
const SIZE = 65_536;
/** Addresses that are only given to who asks for them, while there are others (KEP-3070). */
const RESERVED = 256;

/**
 * Gives the service the address that it asks for, or the first that is free. Throws `StatusError` 422 when it cannot have it, 500 when
 * nothing is free.
 */
export function assignClusterIp(draft: Service, spec: ServiceSpec, taken: readonly ServiceSpec[]): void {
  if (!needsClusterIp(spec) || isHeadless(spec)) return;
  const used = new Set(taken.flatMap(({ clusterIPs = [] }) => clusterIPs));
  const [asked = ''] = spec.clusterIPs ?? [];
  if (asked !== '') checkAsked(draft, asked, used);
  const address = asked || firstFree(draft, used);
  spec.clusterIPs = [address];
  spec.clusterIP = address;
}

function checkAsked(draft: Service, asked: string, used: ReadonlySet<string>): void {
  const why = refusalOf(asked, used);
  if (why !== undefined) throw refusal(draft, [asked], `failed to allocate IP ${asked}: ${why}`);
}

function refusalOf(asked: string, used: ReadonlySet<string>): string | undefined {
  const [first, second, third = 0, fourth = 0] = parseIp(asked)?.bytes ?? [];
  if (first !== BASE[0] || second !== BASE[1]) return 'the provided network does not match the current range';
  const offset = third * 256 + fourth;
  if (offset === 0 || offset === SIZE - 1) {
    return `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${RANGE}`;
  }
  return used.has(asked) ? 'provided IP is already allocated' : undefined;
}

function firstFree(draft: Service, used: ReadonlySet<string>): string {
  const address = freeBetween(RESERVED + 1, SIZE - 2, used) ?? freeBetween(1, RESERVED, used);
  const { name = '' } = draft.metadata;
  if (address === undefined) {
    throw internalError(`failed to allocate a serviceIP for Service ${JSON.stringify(name)}: range is full`);
  }
  if (name !== '') return address;
  // upstream keeps who has an address in an object of its own, which needs a name
  const nameless = `IPAddress.networking.k8s.io "${address}" is invalid: spec.parentRef.name: Required value`;
  throw refusal(draft, [''], `failed to allocate IP: ${nameless}`);
}

function freeBetween(from: number, to: number, used: ReadonlySet<string>): string | undefined {
  for (let offset = from; offset <= to; offset += 1) {
    const address = [...BASE, offset >> 8, offset & 255].join('.');
    if (!used.has(address)) return address;
  }
  return undefined;
}

function refusal(draft: Service, value: readonly string[], words: string): StatusError {
  return invalidService(draft, [invalid('spec.clusterIPs', value, words)]);
}
