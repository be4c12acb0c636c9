import type { StoredObject } from '../../api/stored-object.ts';
import type { ListResult, Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { warningHeader } from '../answers/warnings.ts';
import { kindOf } from '../bodies/kind-of.ts';
import { notAcceptable } from '../errors.ts';
import { header, type Exchange } from '../exchange.ts';
import { encode } from '../forms/encode.ts';
import type { Encodable } from '../forms/encodable.ts';
import {
  allowsConversion,
  includeObjectOf,
  listForm,
  objectForm,
  type FormContext,
} from '../forms/transform.ts';
import { MEDIA_TYPES } from '../negotiation/media-types.ts';
import { negotiate, type Negotiated } from '../negotiation/negotiate.ts';
import { wantsPretty } from '../negotiation/pretty.ts';

/** The form that the client wants. Throws `StatusError` 406 where there is none. */
export function formOf(exchange: Exchange): Negotiated {
  const found = negotiate(header(exchange, 'accept'), allowsConversion);
  if (!found) throw notAcceptable(MEDIA_TYPES);
  return wantsPretty(exchange) ? { ...found, pretty: true } : found;
}

/** An object as the answer. */
export function objectAnswer(
  exchange: Exchange,
  target: Target,
  form: Negotiated,
  { object, text }: { readonly object: StoredObject; readonly text?: string },
  status = 200,
): Answer {
  const context = contextOf(exchange, target, form);
  return answerOf(exchange, objectForm(object, text, form.conversion, context), form, status);
}

/** A list as the answer. */
export function listAnswer(exchange: Exchange, target: Target, form: Negotiated, result: ListResult): Answer {
  return answerOf(exchange, listForm(result, form.conversion, contextOf(exchange, target, form)), form, 200);
}

/** What tables and other forms of the target's objects need. Throws `StatusError` 400. */
export function contextOf({ options, query }: Exchange, target: Target, form: Negotiated): FormContext {
  return {
    info: target.resource,
    kind: kindOf(target),
    includeObject: includeObjectOf(query, form.conversion),
    now: options.clock.now(),
  };
}

function answerOf({ warnings }: Exchange, what: Encodable, form: Negotiated, status: number): Answer {
  return {
    status,
    headers: { 'Content-Type': form.type, ...warningHeader(warnings) },
    body: encode(what, form),
  };
}
