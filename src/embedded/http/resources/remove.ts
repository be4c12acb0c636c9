import type { WriteContext } from '../../api/caller.ts';
import type { DeleteOptions } from '../../data/types.ts';
import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { deleteOptions } from '../bodies/delete-options.ts';
import { readBody } from '../bodies/read-body.ts';
import { header, type Exchange } from '../exchange.ts';
import { listParams } from '../requests/read-options.ts';
import { managerOf } from '../requests/write-options.ts';
import { formOf, listAnswer, objectAnswer } from './answer-object.ts';

/** Deletes an object, or begins to. Throws `StatusError`. */
export async function remove(exchange: Exchange, target: Target): Promise<Answer> {
  const form = formOf(exchange);
  const options = await optionsOf(exchange);
  const context = contextOf(exchange, options);
  const deleted = exchange.options.verbs.delete(target, options, context);
  if (deleted.object) {
    const status = !deleted.gone && options.orphanDependents === false ? 202 : 200;
    const { object, text } = deleted;
    const written = text === undefined ? { object } : { object, text };
    return objectAnswer(exchange, target, form, written, status);
  }
  const uid = deleted.gone ? deleted.uid : '';
  return objectAnswer(exchange, target, form, { object: successOf(target, uid) });
}

/** Deletes what a list selects. Throws `StatusError`. */
export async function removeAll(exchange: Exchange, target: Target): Promise<Answer> {
  const form = formOf(exchange);
  const params = listParams(exchange.query);
  const options = await optionsOf(exchange);
  const context = contextOf(exchange, options);
  const result = exchange.options.verbs.deleteCollection(target, params, options, context);
  return listAnswer(exchange, target, form, result);
}

async function optionsOf(exchange: Exchange): Promise<DeleteOptions> {
  const body = await readBody(exchange.request);
  return deleteOptions(body, header(exchange, 'content-type'), exchange.query);
}

function contextOf(exchange: Exchange, { dryRun = [] }: DeleteOptions): WriteContext {
  return {
    user: exchange.user,
    manager: managerOf({ fieldManager: '' }, header(exchange, 'user-agent')),
    dryRun: dryRun.length > 0,
    warnings: exchange.warnings,
  };
}

/** What is told of an object that is gone. */
function successOf({ resource, name = '' }: Target, uid: string) {
  const { group, plural: kind } = resource;
  const details = { name, ...(group === '' ? {} : { group }), kind, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
