import { isDeepStrictEqual } from 'node:util';
import { naturalOrder } from '../../lib/natural-order.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The raw outputs are those that the evidence lists, and say of nodes and pods what the facts say. */
export function outputsAgree(evidence: Evidence, texts: OutputTexts): BundleFinding {
  return bundleFinding(
    'bundle-outputs',
    'What kubectl printed agrees with the facts',
    'the same commands, nodes and placement',
    [
      ...listed(evidence, texts),
      ...nodesAgree(evidence, texts),
      ...podsAgree(evidence, texts),
      ...descriptionsAgree(evidence, texts),
    ],
  );
}

function listed({ outputs }: Evidence, texts: OutputTexts): readonly string[] {
  const known = new Set(outputs.map(({ file }) => file));
  return [
    ...[...texts.keys()].filter((file) => !known.has(file)).map((file) => `${file} is not in evidence.json`),
    ...outputs.flatMap(({ file, line }) => {
      const text = texts.get(file);
      if (text === undefined) return [`${file} is missing`];
      return text.startsWith(`$ ${line}\n`) ? [] : [`${file} is the output of another command`];
    }),
  ];
}

function nodesAgree(evidence: Evidence, texts: OutputTexts): readonly string[] {
  const rows = rowsOf(evidence, texts, 'get-nodes');
  if (!rows) return [];
  const printed = rows.flatMap(([name]) => name ?? []).toSorted(naturalOrder);
  const stated = evidence.facts.cluster.nodes.map(({ name }) => name).toSorted(naturalOrder);
  if (!isDeepStrictEqual(printed, stated)) return ['kubectl get nodes printed other nodes'];
  return evidence.facts.cluster.nodes.flatMap(({ name, kubelet, runtime }) => {
    const row = rows.find(([first]) => first === name) ?? [];
    return [
      ...(row.includes(kubelet)
        ? []
        : [`kubectl get nodes printed ${name} with another version than ${kubelet}`]),
      // the last column; a table without it says nothing of it
      ...(row.some((word) => word.includes('://')) && !row.includes(runtime)
        ? [`kubectl get nodes printed ${name} with another runtime than ${runtime}`]
        : []),
    ];
  });
}

function podsAgree(evidence: Evidence, texts: OutputTexts): readonly string[] {
  const rows = rowsOf(evidence, texts, 'get-pods');
  if (!rows) return [];
  return evidence.facts.cluster.pods.flatMap(({ name, node, phase }) => {
    const row = rows.find(([first]) => first === name);
    if (!row) return [`kubectl get pods did not print ${name}`];
    return [
      ...(node === undefined || row.includes(node)
        ? []
        : [`kubectl get pods printed ${name} on another node than ${node}`]),
      // what runs may fail a moment later, but it cannot begin anew
      ...(phase === 'Running' && row.some((word) => NOT_YET.has(word))
        ? [`kubectl get pods printed ${name} as not yet Running`]
        : []),
    ];
  });
}

/** kubectl's words for a pod before it runs. */
const NOT_YET = new Set(['Pending', 'ContainerCreating']);

function descriptionsAgree({ facts, outputs }: Evidence, texts: OutputTexts): readonly string[] {
  return facts.cluster.pods.flatMap(({ name, node }) => {
    const output = outputs.find(({ file }) => file.endsWith(`-describe-${name}.txt`));
    const [, printed] = /^Node: +([^/\s]+)/m.exec(texts.get(output?.file ?? '') ?? '') ?? [];
    return printed === undefined || node === undefined || printed === node
      ? []
      : [`kubectl describe pod ${name} printed the node ${printed} instead of ${node}`];
  });
}

/** The words of each line below the head of a table; undefined when that command failed or did not run. */
function rowsOf(
  evidence: Evidence,
  texts: OutputTexts,
  name: string,
): readonly (readonly string[])[] | undefined {
  const output = evidence.outputs.find(({ file }) => file.endsWith(`-${name}.txt`));
  const text = output?.exitCode === 0 ? texts.get(output.file) : undefined;
  const lines = text?.split('\n').slice(1) ?? [];
  return lines[0]?.startsWith('NAME ')
    ? lines
        .slice(1)
        .filter((line) => line !== '')
        .map((line) => line.split(/\s+/))
    : undefined;
}
