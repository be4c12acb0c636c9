import { isIPv6 } from 'node:net';

/** An address as Go's `net.IP` has it. */
export interface IpAddress {
  /** 4 or 16; an IPv4 address that was written as IPv6 has 4. */
  readonly bytes: readonly number[];
  /** `IP.String()`: RFC 5952. */
  readonly text: string;
  /** How it was written: `zeros` are leading zeros of an IPv4 part, `mapped` is `::ffff:1.2.3.4`. */
  readonly form: 'plain' | 'zeros' | 'mapped';
}

const DOTTED = /^\d+\.\d+\.\d+\.\d+$/;
const MAPPED_PREFIX = '0,0,0,0,0,0,0,0,0,0,255,255';

/** `netutils.ParseIPSloppy` (k8s.io/utils/net): leading zeros are decimal. Undefined when `text` is no address. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): IpAddress | undefined {
  if (!DOTTED.test(text)) return undefined;
  const parts = text.split('.');
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  const zeros = parts.some((part) => part.length > 1 && part.startsWith('0'));
  return { bytes, text: bytes.join('.'), form: zeros ? 'zeros' : 'plain' };
}

function parseV6(text: string): IpAddress | undefined {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const embedded = tail.includes('.') ? parseV4(tail) : undefined;
  const plain = embedded ? text.slice(0, -tail.length) + embedded.text : text;
  // zones are no part of an address here
  if (!isIPv6(plain) || plain.includes('%')) return undefined;
  const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const bytes = bytesOf(canonical);
  if (bytes.slice(0, 12).join() === MAPPED_PREFIX) {
    const last = bytes.slice(12);
    return { bytes: last, text: last.join('.'), form: 'mapped' };
  }
  return { bytes, text: canonical, form: embedded?.form ?? 'plain' };
}

function bytesOf(canonical: string): number[] {
  const [head = '', tail = ''] = canonical.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 255]);
}

function groupsOf(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

/** A network as Go's `net.IPNet` has it, and the address that it was written with. */
export interface Cidr {
  readonly ip: IpAddress;
  readonly prefix: number;
  /** The address with the bits beyond the prefix cleared. */
  readonly network: readonly number[];
  /** Leading zeros of the length. */
  readonly zeros: boolean;
}

/** `netutils.ParseCIDRSloppy`. Undefined when `text` is no network. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const ip = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!ip || !/^\d+$/.test(length)) return undefined;
  // the length of a mapped address counts the bits of IPv6
  const written = Number(length);
  const prefix = ip.form === 'mapped' ? Math.max(written - 96, 0) : written;
  if (prefix > ip.bytes.length * 8) return undefined;
  const network = ip.bytes.map((byte, index) => byte & maskByte(prefix - index * 8));
  return { ip, prefix, network, zeros: length.length > 1 && length.startsWith('0') };
}

/** The network in the form in which it should be written. */
export function networkText({ network, prefix }: Cidr): string {
  return `${bytesText(network)}/${String(prefix)}`;
}

function bytesText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function maskByte(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 8 ? 255 : (0xff << (8 - bits)) & 0xff;
}
