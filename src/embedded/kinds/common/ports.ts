import { invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** `IsValidPortNum` (apimachinery/pkg/util/validation). */
export function portErrors(port: number, path: string): FieldError[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return [];
  return [invalid(path, port, 'must be between 1 and 65535, inclusive')];
}

/** `IsValidPortName`: what a port may be called where it stands for a number. */
export function portNameErrors(name: string, path: string): FieldError[] {
  const rules: readonly (readonly [wrong: boolean, words: string])[] = [
    [name.length > 15, 'must be no more than 15 characters'],
    [!/^[-a-z0-9]+$/.test(name), 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
    [!/[a-z]/.test(name), 'must contain at least one letter (a-z)'],
    [name.includes('--'), 'must not contain consecutive hyphens'],
    [name.startsWith('-') || name.endsWith('-'), 'must not begin or end with a hyphen'],
  ];
  return rules.filter(([wrong]) => wrong).map(([, words]) => invalid(path, name, words));
}

/** `supportedPortProtocols` (pkg/apis/core/validation). */
export function protocolErrors(protocol: string | undefined, path: string): FieldError[] {
  if (!protocol) return [required(path)];
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(path, protocol, PROTOCOLS)];
}
