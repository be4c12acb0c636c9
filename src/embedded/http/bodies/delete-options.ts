import { invalidObject } from '../../api/field-error.ts';
import { findKind } from '../../api/resource-info.ts';
import { badRequest, StatusError } from '../../api/status.ts';
import type { DeleteOptions } from '../../data/types.ts';
import { notRegistered } from '../../schema/envelope.ts';
import { yamlToJson } from '../../schema/yaml-body.ts';
import { dryRunErrors } from '../requests/write-options.ts';
import { flag, integer } from '../requests/flags.ts';
import { first, type Query } from '../requests/query.ts';
import { decodeObject, formatOf } from './decode-object.ts';

const UNRECOGNIZED = /^the object provided is unrecognized \(must be of type DeleteOptions\): (.*) \(.*\)$/s;
const UNHANDLED = /^[^ ]* in version "[^"]*" cannot be handled as a DeleteOptions: (.*)$/s;
const EXPECTED = { apiVersion: 'v1', kind: 'DeleteOptions' };

/**
 * What is said about a deletion: in the body or, where that is empty, in the parameters (apiserver/pkg/endpoints/handlers/delete.go).
 * Throws `StatusError` 400, 415, or 422 for an unknown `dryRun`.
 */
export function deleteOptions(body: Buffer, contentType: string, query: Query): DeleteOptions {
  const options = body.length > 0 ? fromBody(body, contentType) : fromQuery(query);
  const errors = dryRunErrors(options.dryRun ?? []);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  return options;
}

function fromBody(body: Buffer, contentType: string): DeleteOptions {
  try {
    return decodeObject(body, formatOf(contentType), EXPECTED, 'Ignore').object;
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 400) throw error;
    throw badRequest(unregistered(body) ?? decodersWords(error.message));
  }
}

/** Here the decoder's own words are told. */
function decodersWords(message: string): string {
  return UNRECOGNIZED.exec(message)?.[1] ?? UNHANDLED.exec(message)?.[1] ?? message;
}

/** The decoder of options knows no objects (apimachinery/pkg/apis/meta/internalversion/register.go). */
function unregistered(body: Buffer): string | undefined {
  const { json, error } = yamlToJson(body.toString('utf8'));
  if (error !== undefined) return undefined;
  const { apiVersion, kind }: { readonly apiVersion?: unknown; readonly kind?: unknown } = Object(
    JSON.parse(json),
  );
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return findKind(apiVersion, kind) && notRegistered({ group, version, kind });
}

function fromQuery(query: Query): DeleteOptions {
  const gracePeriodSeconds = integer(query, 'gracePeriodSeconds');
  const propagationPolicy = first(query, 'propagationPolicy');
  const orphanDependents = flag(query, 'orphanDependents');
  const dryRun = query.get('dryRun');
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    ...(dryRun === undefined ? {} : { dryRun: [...dryRun] }),
  };
}
