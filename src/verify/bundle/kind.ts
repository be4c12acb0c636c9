import { clusterKind, describeKind, tellsOfSimulation } from '../cluster-kind.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/**
 * The kind of cluster is stated as its nodes and its journal show it. Anything but an embedded one is doubtful where kubectl printed
 * simulated nodes or containers: now, or when steps 4 to 6 were played.
 */
export function kindNamed({ facts, cluster: stated }: Evidence, texts: OutputTexts): BundleFinding {
  const { kind, nodes } = facts.cluster;
  const shown = clusterKind(
    nodes,
    facts.story.runs.map((run) => run.cluster),
  );
  return bundleFinding(
    'bundle-cluster-kind',
    'It says which kind of cluster it was',
    `a cluster of the kind "${shown}"`,
    [
      ...(kind === shown
        ? []
        : [`stated is "${kind}", but its nodes and its journal are those of "${shown}"`]),
      ...(stated === describeKind(kind) ? [] : [`it calls a cluster of the kind "${kind}" "${stated}"`]),
      ...(kind === 'embedded' ? [] : simulationIn(facts, texts, kind)),
    ],
  );
}

function simulationIn({ story }: Evidence['facts'], texts: OutputTexts, kind: string): readonly string[] {
  const printed = [...texts].filter(([, text]) => tellsOfSimulation(text)).map(([file]) => file);
  const recorded = [story.placement, story.orphan, story.blocked].flatMap((play) =>
    (play?.entries ?? []).flatMap((entry) =>
      entry.kind === 'command' && tellsOfSimulation(entry.stdout)
        ? [`\`${entry.line}\` in step ${entry.step}`]
        : [],
    ),
  );
  return [...printed, ...recorded].map(
    (where) => `stated is "${kind}", but ${where} shows simulated nodes or containers`,
  );
}
