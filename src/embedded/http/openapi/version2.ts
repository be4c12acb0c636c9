import type { Answer } from '../answers/answer.ts';
import { header, type Exchange } from '../exchange.ts';
import { definitions } from './definitions.ts';
import { INFO } from './documents.ts';
import { encodeDocument } from './gnostic.ts';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2';

/** Made when somebody asks for it first: no kubectl since 1.27 does on its own. */
let protobuf: Buffer | undefined;

/**
 * `/openapi/v2`: the schemas of all kinds, without any path. What old clients and `kubectl explain --output plaintext-openapiv2` read; as
 * protobuf where that is asked for.
 */
export function serveVersion2(exchange: Exchange): Answer {
  const isProtobuf = header(exchange, 'accept').includes(PROTOBUF);
  const type = isProtobuf ? `${PROTOBUF}.v1.0+protobuf` : 'application/json';
  return {
    status: 200,
    headers: { 'Content-Type': type, Vary: ['Accept-Encoding', 'Accept'] },
    body: isProtobuf
      ? (protobuf ??= encodeDocument(INFO, definitions()))
      : JSON.stringify({ swagger: '2.0', info: INFO, paths: {}, definitions: definitions() }),
  };
}
