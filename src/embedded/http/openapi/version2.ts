import { Writer } from '../../wire/writer.ts';
import type { Answer } from '../answers/answer.ts';
import { header, type Exchange } from '../exchange.ts';
import { INFO } from './documents.ts';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2';

/**
 * `/openapi/v2`, without any schema: kubectl since 1.27 reads those of v3, and looks here only for kinds that nobody serves. As protobuf
 * (github.com/google/gnostic-models/openapiv2) where that is asked for.
 */
export function serveVersion2(exchange: Exchange): Answer {
  const isProtobuf = header(exchange, 'accept').includes(PROTOBUF);
  const type = isProtobuf ? `${PROTOBUF}.v1.0+protobuf` : 'application/json';
  return {
    status: 200,
    headers: { 'Content-Type': type, Vary: ['Accept-Encoding', 'Accept'] },
    body: isProtobuf
      ? protobufDocument()
      : JSON.stringify({ swagger: '2.0', info: INFO, paths: {}, definitions: {} }),
  };
}

function protobufDocument(): Buffer {
  const writer = new Writer();
  writer.tag(1, 2);
  writer.string('2.0');
  writer.tag(2, 2);
  writer.message(() => {
    writer.tag(1, 2);
    writer.string(INFO.title);
    writer.tag(2, 2);
    writer.string(INFO.version);
  });
  return writer.bytes();
}
