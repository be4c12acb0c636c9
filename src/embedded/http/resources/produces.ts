import { notProduced } from '../errors.ts';
import { header, type Exchange } from '../exchange.ts';
import { MEDIA_TYPES, STREAM_TYPES } from '../negotiation/media-types.ts';

/** Throws `StatusError` 406 when none of the media types is served at all, as the router finds out (go-restful `Route.matchesAccept`). */
export function checkAccepted(exchange: Exchange, verb: string): void {
  const types = verb === 'list' || verb === 'watch' ? [...MEDIA_TYPES, ...STREAM_TYPES] : MEDIA_TYPES;
  checkProduced(exchange, types);
}

/** The same for an address with media types of its own. */
export function checkProduced(exchange: Pick<Exchange, 'request'>, types: readonly string[]): void {
  const accept = header(exchange, 'accept');
  const accepted = (accept === '' ? '*/*' : accept)
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '');
  if (!accepted.some((type) => type === '*/*' || types.includes(type))) throw notProduced(types);
}
