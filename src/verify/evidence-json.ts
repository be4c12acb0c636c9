import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import { evidenceSchema } from './evidence-schema.ts';

/** The text of `evidence.json`: two spaces, a final newline. */
export function evidenceJson(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 2)}\n`;
}

/** Read back: the evidence, or one sentence that says what is wrong and where. */
export type ReadEvidence =
  { readonly ok: true; readonly evidence: Evidence } | { readonly ok: false; readonly problem: string };

/** Reads and validates the text of an `evidence.json` that anyone may have written. */
export function readEvidence(text: string): ReadEvidence {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = evidenceSchema.safeParse(value);
  return parsed.success
    ? { ok: true, evidence: parsed.data }
    : { ok: false, problem: firstIssue(parsed.error) };
}

/** The first complaint of a schema as `path: sentence`. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'the whole'}: ${issue.message}` : 'invalid';
}
