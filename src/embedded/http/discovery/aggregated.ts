import { readRecorded } from '../../data/read.ts';
import type { Answer } from '../answers/answer.ts';
import { header, type Exchange } from '../exchange.ts';
import { single } from '../forms/encodable.ts';
import { encode } from '../forms/encode.ts';
import { negotiate, type Allows } from '../negotiation/negotiate.ts';
import { wantsPretty } from '../negotiation/pretty.ts';
import { hashOf } from '../openapi/documents.ts';

const GROUP = 'apidiscovery.k8s.io';
const KIND = 'APIGroupDiscoveryList';

interface RecordedGroup {
  readonly metadata: { readonly name?: string };
}

const made = new Map<boolean, { readonly list: object; readonly hash: string }>();

/** All groups in one answer, where the client accepts that; undefined: it wants the old form. Throws nothing. */
export function aggregatedAnswer(exchange: Exchange): Answer | undefined {
  const form = negotiate(header(exchange, 'accept'), allows);
  if (!form?.conversion) return undefined;
  const { list, hash } = discoveryList(exchange.path.startsWith('/apis'));
  const headers = {
    'Content-Type': `${form.type};g=${GROUP};v=v2;as=${KIND}`,
    'Cache-Control': 'public',
    Vary: 'Accept',
    ETag: `"${hash}"`,
  };
  if (header(exchange, 'if-none-match') === headers.ETag) {
    const { 'Content-Type': _type, ...known } = headers;
    return { status: 304, headers: known, body: '' };
  }
  return { status: 200, headers, body: encode(single(list), { ...form, pretty: wantsPretty(exchange) }) };
}

/** The old form too: whichever comes first in the Accept header counts. No protobuf: kubectl does not ask for it. */
const allows: Allows = (type, conversion) =>
  !conversion ||
  (type !== 'application/vnd.kubernetes.protobuf' &&
    conversion.group === GROUP &&
    conversion.version === 'v2' &&
    conversion.kind === KIND);

/** `/api` has the core group, `/apis` all others. */
function discoveryList(named: boolean): { readonly list: object; readonly hash: string } {
  const known = made.get(named);
  if (known) return known;
  const groups = readRecorded<readonly RecordedGroup[]>('discovery');
  const items = groups.filter(({ metadata }) => (metadata.name !== undefined) === named);
  const list = { kind: KIND, apiVersion: `${GROUP}/v2`, metadata: {}, items };
  const entry = { list, hash: hashOf(JSON.stringify(list)) };
  made.set(named, entry);
  return entry;
}
