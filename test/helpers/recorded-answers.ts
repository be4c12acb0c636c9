import { readFileSync } from 'node:fs';

/** Questions and what a real kube-apiserver answered (scripts/record-answers.ts): the rows of `test/fixtures/embedded/<name>.jsonl`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it recorded
export function recordedAnswers<T>(name: 'decode' | 'patches' | 'writes'): readonly T[] {
  const file = new URL(`../fixtures/embedded/${name}.jsonl`, import.meta.url);
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return rows.map((row): T => JSON.parse(row));
}
