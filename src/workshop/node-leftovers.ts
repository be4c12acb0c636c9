import { taintText } from '../api/nodes.ts';
import type { Node } from '../api/types.ts';
import { mayChange } from './guard.ts';
import type { Look } from './look.ts';
import { NODE_PREFIX, TAINT } from './marks.ts';
import { mustRunKubectl } from './run-command.ts';
import type { Stage } from './stage.ts';

/** Something that steps make outside of the namespace and take away again: how it is found, and how it goes. */
interface Leftover {
  readonly what: string;
  readonly where: string;
  /** A kubectl command. */
  readonly remove: readonly string[];
}

/** What an interrupted play left on nodes, and its priority classes, are noticed, and removed where that is allowed. */
export async function removeFromNodes(stage: Stage, look: Look): Promise<void> {
  const allowed = mayChange(stage.workshop);
  for (const { what, where, remove } of await leftovers(look)) {
    const text = `An earlier play left ${what}${where}${allowed ? ': removing it.' : ': --yes would remove it.'}`;
    stage.workshop.observe({ type: 'notice', level: 'warning', text });
    if (allowed) await mustRunKubectl(stage, remove);
  }
}

async function leftovers(look: Look): Promise<readonly Leftover[]> {
  const [nodes, classes] = await Promise.all([look.nodes(), look.priorityClasses()]);
  return [
    ...onNodes(nodes, `the taint ${TAINT}`, isTainted, (names) => ['taint', 'nodes', ...names, `${TAINT}-`]),
    ...keysOf(nodes, ({ metadata }) => metadata.labels).flatMap((key) =>
      onNodes(
        nodes,
        `the label ${key}`,
        ({ metadata }) => key in (metadata.labels ?? {}),
        (names) => ['label', 'nodes', ...names, `${key}-`],
      ),
    ),
    ...keysOf(nodes, ({ status }) => status?.capacity).flatMap((key) =>
      onNodes(
        nodes,
        `the resource ${key}`,
        ({ status }) => key in (status?.capacity ?? {}),
        (names) => ['patch', 'nodes', ...names, '--subresource=status', '--type=merge', '-p', without(key)],
      ),
    ),
    ...classes.map((name) => ({
      what: `the priority class ${name}`,
      where: '',
      remove: ['delete', 'priorityclass', name],
    })),
  ];
}

function onNodes(
  nodes: readonly Node[],
  what: string,
  has: (node: Node) => boolean,
  remove: (names: readonly string[]) => readonly string[],
): readonly Leftover[] {
  const names = nodes.filter(has).map(({ metadata }) => metadata.name);
  return names.length === 0 ? [] : [{ what, where: ` on ${names.join(', ')}`, remove: remove(names) }];
}

/** The workshop's own among the keys of a map that nodes have. */
function keysOf(
  nodes: readonly Node[],
  map: (node: Node) => Readonly<Record<string, string>> | undefined,
): readonly string[] {
  const keys = nodes.flatMap((node) => Object.keys(map(node) ?? {}));
  return [...new Set(keys)].filter((key) => key.startsWith(NODE_PREFIX));
}

function without(resource: string): string {
  const gone = { [resource]: null };
  return JSON.stringify({ status: { capacity: gone, allocatable: gone } });
}

function isTainted({ spec }: Node): boolean {
  return (spec?.taints ?? []).map(taintText).includes(TAINT);
}
