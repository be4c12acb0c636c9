import { invalid, type FieldError } from '../../api/field-error.ts';
import { networkText, parseCidr, parseIp } from './ip-address.ts';

/** The rules for addresses of apimachinery/pkg/util/validation/ip.go, with StrictIPCIDRValidation. `known`: those that stood there before. */
export function ipErrors(value: string, path: string, known: readonly string[] = []): FieldError[] {
  if (known.includes(value)) return [];
  const ip = parseIp(value);
  if (!ip) return [invalid(path, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  if (ip.form === 'zeros') return [invalid(path, value, 'must not have leading 0s')];
  if (ip.form === 'mapped') return [invalid(path, value, 'must not be an IPv4-mapped IPv6 address')];
  return [];
}

/** `GetWarningsForIP`. */
export function ipWarnings(value: string, path: string): string[] {
  const ip = parseIp(value);
  if (!ip) return [];
  if (ip.form !== 'plain') {
    return [`${path}: non-standard IP address ${JSON.stringify(value)} is invalid: use "${ip.text}"`];
  }
  if (ip.bytes.length === 4 || ip.text === value) return [];
  return [
    `${path}: IPv6 address ${JSON.stringify(value)} should be in RFC 5952 canonical format ("${ip.text}")`,
  ];
}

/** `IsValidCIDRForLegacyField`. */
export function cidrErrors(value: string, path: string, known: readonly string[] = []): FieldError[] {
  if (known.includes(value)) return [];
  const cidr = parseCidr(value);
  if (!cidr) {
    return [invalid(path, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  }
  if (cidr.ip.form === 'zeros' || cidr.zeros) {
    return [invalid(path, value, 'must not have leading 0s in IP or prefix length')];
  }
  if (cidr.ip.form === 'mapped') return [invalid(path, value, 'must not have an IPv4-mapped IPv6 address')];
  if (cidr.network.join() !== cidr.ip.bytes.join()) {
    return [invalid(path, value, 'must not have bits set beyond the prefix length')];
  }
  return [];
}

/** `GetWarningsForCIDR`. */
export function cidrWarnings(value: string, path: string): string[] {
  const cidr = parseCidr(value);
  if (!cidr) return [];
  const { ip, network } = cidr;
  const [quoted, better] = [JSON.stringify(value), networkText(cidr)];
  const warnings: string[] = [];
  if (network.join() !== ip.bytes.join()) {
    const single = `${ip.text}/${String(ip.bytes.length * 8)}`;
    warnings.push(
      `${path}: CIDR value ${quoted} is ambiguous in this context (should be "${better}" or "${single}"?)`,
    );
  }
  if (ip.form !== 'plain' || cidr.zeros) {
    warnings.push(`${path}: non-standard CIDR value ${quoted} is invalid: use "${better}"`);
  }
  if (warnings.length > 0 || ip.bytes.length === 4 || value === better) return warnings;
  return [`${path}: IPv6 CIDR value ${quoted} should be in RFC 5952 canonical format ("${better}")`];
}

/** `ValidateEndpointIP` (pkg/apis/core/validation): no address that only a machine itself can mean. */
export function endpointIpErrors(value: string, path: string): FieldError[] {
  const ip = parseIp(value);
  if (!ip) return [invalid(path, value, 'must be a valid IP address')];
  return LOCAL_RANGES.filter(({ holds }) => holds(ip.bytes)).map(({ words }) =>
    invalid(path, value, words ?? `may not be unspecified (${value})`),
  );
}

const LOCAL_RANGES: readonly {
  readonly words?: string;
  readonly holds: (bytes: readonly number[]) => boolean;
}[] = [
  { holds: (bytes) => bytes.every((byte) => byte === 0) },
  {
    words: 'may not be in the loopback range (127.0.0.0/8, ::1/128)',
    holds: (bytes) =>
      bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0)),
  },
  {
    words: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    holds: ([first, second = 0, ...rest]) =>
      rest.length === 2 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80,
  },
  {
    words: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    holds: ([first, second = 0, third, ...rest]) =>
      rest.length === 1
        ? first === 224 && second === 0 && third === 0
        : first === 0xff && (second & 0x0f) === 0x02,
  },
];
