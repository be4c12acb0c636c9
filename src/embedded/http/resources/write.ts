import type { WriteContext } from '../../api/caller.ts';
import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { decodeObject, formatOf } from '../bodies/decode-object.ts';
import { kindOf } from '../bodies/kind-of.ts';
import { parsePatch, patchTypeOf } from '../bodies/patch-body.ts';
import { readBody } from '../bodies/read-body.ts';
import { header, type Exchange } from '../exchange.ts';
import { managerOf, writeOptions, type WriteOptions } from '../requests/write-options.ts';
import { formOf, objectAnswer } from './answer-object.ts';

/** Creates what the body holds. Throws `StatusError`. */
export async function create(exchange: Exchange, target: Target): Promise<Answer> {
  const form = formOf(exchange);
  const format = formatOf(header(exchange, 'content-type'));
  const body = await readBody(exchange.request);
  const options = writeOptions(exchange.query, 'CreateOptions');
  const { object, warnings } = decodeObject(body, format, kindOf(target), options.fieldValidation);
  exchange.warnings.push(...warnings);
  const context = contextOf(exchange, options);
  const written = exchange.options.verbs.create(target, object, context);
  return objectAnswer(exchange, target, form, written, 201);
}

/** Replaces an object with what the body holds. Throws `StatusError`. */
export async function update(exchange: Exchange, target: Target): Promise<Answer> {
  const form = formOf(exchange);
  const body = await readBody(exchange.request);
  const options = writeOptions(exchange.query, 'UpdateOptions');
  const format = formatOf(header(exchange, 'content-type'));
  const { object, warnings } = decodeObject(body, format, kindOf(target), options.fieldValidation);
  exchange.warnings.push(...warnings);
  const context = contextOf(exchange, options);
  const written = exchange.options.verbs.update(target, object, context);
  const status = written.created ? 201 : 200;
  return objectAnswer(exchange, target, form, written, status);
}

/** Changes an object as the body says. Throws `StatusError`. */
export async function patch(exchange: Exchange, target: Target): Promise<Answer> {
  const type = patchTypeOf(header(exchange, 'content-type'));
  const form = formOf(exchange);
  const body = await readBody(exchange.request);
  const options = writeOptions(exchange.query, 'PatchOptions', type);
  const context = contextOf(exchange, options);
  const { fieldValidation, force } = options;
  const request = {
    type,
    ...parsePatch(body, type, fieldValidation, context.warnings),
    fieldValidation,
    ...(force === undefined ? {} : { force }),
  };
  const written = exchange.options.verbs.patch(target, request, context);
  const status = written.created ? 201 : 200;
  return objectAnswer(exchange, target, form, written, status);
}

function contextOf(exchange: Exchange, options: WriteOptions): WriteContext {
  return {
    user: exchange.user,
    manager: managerOf(options, header(exchange, 'user-agent')),
    dryRun: options.dryRun,
    warnings: exchange.warnings,
  };
}
