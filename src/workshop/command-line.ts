import { z } from 'zod';

import { unknownVariables, VARIABLES } from './variables.ts';
import { splitWords } from './words.ts';

/** A kubectl command line as a step writes it: no shell, and variables that are known. */
export const commandLine = z
  .string()
  .superRefine((line, context) => {
    const complaint = complaintAbout(line);
    if (complaint) context.addIssue({ code: 'custom', message: complaint });
  })
  .describe(
    `One kubectl command line, without a shell. Variables: ${VARIABLES.map((name) => `\${${name}}`).join(' ')}`,
  );

function complaintAbout(line: string): string | undefined {
  try {
    const [program] = splitWords(line);
    if (program !== 'kubectl') return `a command starts with "kubectl", not with "${program ?? ''}"`;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
  const [unknown] = unknownVariables(line);
  return unknown === undefined
    ? undefined
    : `there is no variable \${${unknown}}: known are ${VARIABLES.join(', ')}`;
}
