import { fill } from '../variables.ts';
import { splitWords } from '../words.ts';
import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** Longest piece of output that is quoted in a finding. */
const QUOTED = 200;

/** For what no other check knows: what a kubectl command prints is this text, or matches. */
export const evaluateKubectl: Evaluate<CheckOf<'kubectl'>> = async (spec, { kubectl, values }) => {
  const args = splitWords(spec.args).map((word) => fill(word, values));
  const { stdout, stderr, exitCode } = await kubectl(args);
  const text = stdout.trim();
  const is = spec.is === undefined ? undefined : fill(spec.is, values);
  const fits =
    (is === undefined || text === is) &&
    (spec.matches === undefined || new RegExp(spec.matches, 'is').test(stdout));
  const wanted = [
    is === undefined ? [] : `"${is}"`,
    spec.matches === undefined ? [] : `text that matches /${spec.matches}/`,
  ];
  return verdict(
    exitCode === 0 && fits,
    `kubectl ${args.join(' ')} prints ${wanted.flat().join(' and ') || 'something'}`,
    exitCode === 0 ? quote(text) : quote(stderr.trim() || `exit code ${exitCode}`),
  );
};

function quote(text: string): string {
  return text.length === 0 ? 'nothing' : `"${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}"`;
}
