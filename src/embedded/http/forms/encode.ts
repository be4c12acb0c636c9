import { encodeProtobuf } from '../../wire/protobuf.ts';
import type { Chunk } from '../answers/answer.ts';
import type { Negotiated } from '../negotiation/negotiate.ts';
import type { Encodable } from './encodable.ts';
import { yamlOf } from './yaml.ts';

/** The bytes of an answer in the form that was negotiated. */
export function encode(what: Encodable, { type, pretty }: Negotiated): Chunk | Iterable<Chunk> {
  if (type === 'application/vnd.kubernetes.protobuf') return encodeProtobuf(what.object());
  if (type === 'application/yaml') return yamlOf(what.object());
  // as people read it, without the end of line that Go's encoder writes (`json.MarshalIndent`)
  return pretty ? JSON.stringify(what.object(), null, 2) : withNewline(what.text());
}

function* withNewline(pieces: Iterable<string>): Iterable<string> {
  yield* pieces;
  yield '\n';
}
