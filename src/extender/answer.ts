import { toError } from '../lib/abort.ts';
import type { Extender } from './extender.ts';
import { MalformedArgs, readBindingArgs, readExtenderArgs, readPreemptionArgs } from './read-args.ts';

/** What kube-scheduler can ask; each is the last part of a path. */
export const VERBS = ['filter', 'prioritize', 'preempt', 'bind'] as const;

/** One of {@link VERBS}. */
export type Verb = (typeof VERBS)[number];

/** An HTTP answer: a value to be written as JSON, or a text that says what is wrong. */
export interface Answer {
  readonly status: 200 | 400 | 500;
  readonly body: unknown;
}

/** Answers a request's body. Never rejects: kube-scheduler takes any other status than 200 for an extender that cannot be reached. */
export async function answer(extender: Extender, verb: Verb, body: string): Promise<Answer> {
  try {
    return { status: 200, body: await ask(extender, verb, JSON.parse(body)) };
  } catch (error) {
    const isTheirs = error instanceof MalformedArgs || error instanceof SyntaxError;
    return { status: isTheirs ? 400 : 500, body: `${verb}: ${toError(error).message}\n` };
  }
}

function ask(extender: Extender, verb: Verb, value: unknown): unknown {
  switch (verb) {
    case 'filter':
      return extender.filter(readExtenderArgs(value));
    case 'prioritize':
      return extender.prioritize(readExtenderArgs(value));
    case 'preempt':
      return extender.preempt(readPreemptionArgs(value));
    case 'bind':
      return extender.bind(readBindingArgs(value));
  }
}
