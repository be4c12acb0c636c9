import { invalidObject } from '../../api/field-error.ts';
import { badRequest, StatusError } from '../../api/status.ts';
import type { DeleteOptions } from '../../data/types.ts';
import { dryRunErrors } from '../requests/write-options.ts';
import { flag, integer } from '../requests/flags.ts';
import { first, type Query } from '../requests/query.ts';
import { decodeObject, formatOf } from './decode-object.ts';

const UNRECOGNIZED = /^the object provided is unrecognized \(must be of type DeleteOptions\): (.*) \(.*\)$/s;
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
    if (!(error instanceof StatusError)) throw error;
    // here the decoder's own words are told
    const [, words = error.message] = UNRECOGNIZED.exec(error.message) ?? [];
    throw error.status.code === 400 ? badRequest(words) : error;
  }
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
