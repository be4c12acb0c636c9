import type { Written } from '../api/verbs.ts';

/** What bindings and evictions answer: that it was done. */
export function statusAnswer(): Written {
  const object = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return { object, text: JSON.stringify(object), created: true };
}
