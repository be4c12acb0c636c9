import { parseAccept, type AcceptClause } from './accept.ts';
import { isStreamable, MEDIA_TYPES, type MediaType } from './media-types.ts';

/** Another kind that the answer is to be turned into: `as`, `g` and `v` of the Accept header. */
export interface Conversion {
  readonly kind: string;
  readonly group: string;
  readonly version: string;
}

/** The form of an answer. */
export interface Negotiated {
  readonly type: MediaType;
  readonly pretty: boolean;
  readonly conversion?: Conversion;
}

/** Whether an address can answer in a format with such a conversion; undefined: with none. */
export type Allows = (type: MediaType, conversion: Conversion | undefined) => boolean;

/** Addresses that answer only as they are. */
export const plainOnly: Allows = (_type, conversion) => conversion === undefined;

/**
 * The first form that the client accepts and the address has; undefined when there is none
 * (apiserver/pkg/endpoints/handlers/negotiation/negotiate.go `NegotiateMediaTypeOptions`).
 */
export function negotiate(
  accept: string,
  allows: Allows,
  types: readonly MediaType[] = MEDIA_TYPES,
): Negotiated | undefined {
  if (accept === '') return { type: types[0] ?? 'application/json', pretty: false };
  for (const clause of parseAccept(accept)) {
    for (const type of types) {
      const found = matches(clause, type) ? optionsOf(clause, type, allows) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function matches({ type, subtype }: AcceptClause, media: MediaType): boolean {
  if (type === '*') return subtype === '*';
  return type === 'application' && (subtype === '*' || media === `${type}/${subtype}`);
}

function optionsOf({ parameters }: AcceptClause, type: MediaType, allows: Allows): Negotiated | undefined {
  const stream = parameters.get('stream') ?? '';
  if (stream !== '' && !(isStreamable(type) && stream === 'watch')) return undefined;
  if (parameters.has('sv')) return undefined;
  const conversion = conversionOf(parameters);
  if (!allows(type, conversion)) return undefined;
  const pretty = parameters.get('pretty') === '1';
  return conversion ? { type, pretty, conversion } : { type, pretty };
}

function conversionOf(parameters: ReadonlyMap<string, string>): Conversion | undefined {
  const [kind, group, version] = ['as', 'g', 'v'].map((name) => parameters.get(name));
  if (kind === undefined && group === undefined && version === undefined) return undefined;
  return { kind: kind ?? '', group: group ?? '', version: version ?? '' };
}
