import { badRequest, StatusError } from '../../api/status.ts';
import { decodeBody, decodeValue, type Decoded, type Expected } from '../../schema/decode.ts';
import { unrecognized } from '../../schema/envelope.ts';
import type { FieldValidation } from '../../api/verbs.ts';
import { decodeProtobuf } from '../../wire/protobuf.ts';
import { unsupportedMediaType } from '../errors.ts';
import { MEDIA_TYPES, type MediaType } from '../negotiation/media-types.ts';

/** The format of a body by its Content-Type; JSON where there is none. Throws `StatusError` 415. */
export function formatOf(contentType: string): MediaType {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const found = type === '' ? 'application/json' : MEDIA_TYPES.find((each) => each === type);
  if (!found) throw unsupportedMediaType(MEDIA_TYPES);
  return found;
}

/** The object in a body. Throws `StatusError` 400 with the words of the real server's decoders. */
export function decodeObject(
  body: Buffer,
  format: MediaType,
  expected: Expected,
  validation: FieldValidation,
): Decoded {
  if (format !== 'application/vnd.kubernetes.protobuf') {
    return decodeBody(body.toString('utf8'), format, expected, validation);
  }
  if (body.length === 0) throw badRequest('empty data');
  return decodeValue(messageIn(body, expected), expected, 'Ignore');
}

function messageIn(body: Buffer, expected: Expected): object {
  try {
    return decodeProtobuf(body, expected);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw unrecognized(expected, error.message, body.toString('utf8'));
  }
}
