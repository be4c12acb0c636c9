import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import type { Exchange } from '../exchange.ts';
import { listParams } from '../requests/read-options.ts';
import { first } from '../requests/query.ts';
import { formOf, listAnswer, objectAnswer } from './answer-object.ts';

/** Answers with one object. Throws `StatusError`. */
export function get(exchange: Exchange, target: Target): Answer {
  const form = formOf(exchange);
  const resourceVersion = first(exchange.query, 'resourceVersion') ?? '';
  const entry = exchange.options.verbs.get(target, resourceVersion === '' ? {} : { resourceVersion });
  return objectAnswer(exchange, target, form, entry);
}

/** Answers with a list. Throws `StatusError`. */
export function list(exchange: Exchange, target: Target): Answer {
  const form = formOf(exchange);
  const { name: _name, ...collection } = target;
  const result = exchange.options.verbs.list(collection, listParams(exchange.query));
  return listAnswer(exchange, target, form, result);
}
