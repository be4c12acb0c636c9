import type { Node, Pod } from '../api/types.ts';
import type {
  ExtenderArgs,
  ExtenderBindingArgs,
  ExtenderPreemptionArgs,
  MetaVictims,
} from './extender-api.ts';

/** The body is not what this verb is asked with: half a sentence. */
export class MalformedArgs extends Error {
  override readonly name = 'MalformedArgs';
}

/** What filter and prioritize are asked. Go writes what is missing as null. @throws MalformedArgs */
export function readExtenderArgs(body: unknown): ExtenderArgs {
  const { Pod: pod, Nodes: nodes, NodeNames: names } = members(body, 'the body');
  const given = isMissing(nodes) ? undefined : members(nodes, 'Nodes')['items'];
  return {
    Pod: podOf(pod),
    ...(!isMissing(nodes) && { Nodes: { items: list(given, 'Nodes.items').map(nodeOf) } }),
    ...(!isMissing(names) && { NodeNames: list(names, 'NodeNames').map((one) => text(one, 'NodeNames')) }),
  };
}

/** What preempt is asked. @throws MalformedArgs */
export function readPreemptionArgs(body: unknown): ExtenderPreemptionArgs {
  const { Pod: pod, NodeNameToVictims: full, NodeNameToMetaVictims: meta } = members(body, 'the body');
  return {
    Pod: podOf(pod),
    ...(!isMissing(full) && {
      NodeNameToVictims: each(full, 'NodeNameToVictims', (victims) => ({
        Pods: list(victims['Pods'], 'Pods').map(podOf),
        NumPDBViolations: count(victims['NumPDBViolations']),
      })),
    }),
    ...(!isMissing(meta) && { NodeNameToMetaVictims: each(meta, 'NodeNameToMetaVictims', metaVictims) }),
  };
}

/** What bind is asked. @throws MalformedArgs */
export function readBindingArgs(body: unknown): ExtenderBindingArgs {
  const { PodName, PodNamespace, PodUID, Node: node } = members(body, 'the body');
  return {
    PodName: text(PodName, 'PodName'),
    PodNamespace: text(PodNamespace, 'PodNamespace'),
    PodUID: text(PodUID, 'PodUID'),
    Node: text(node, 'Node'),
  };
}

function metaVictims(victims: Members): MetaVictims {
  return {
    Pods: list(victims['Pods'], 'Pods').map((one) => ({ UID: text(members(one, 'Pods')['UID'], 'UID') })),
    NumPDBViolations: count(victims['NumPDBViolations']),
  };
}

type Members = Readonly<Record<string, unknown>>;

/** kube-scheduler sends what the API server gave it: objects are trusted as far as they have a name. */
function podOf(value: unknown): Pod {
  if (isMissing(members(value, 'Pod')['spec'])) throw new MalformedArgs('Pod has no spec');
  named(value, 'Pod');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the border of untyped data
  return value as Pod;
}

function nodeOf(value: unknown): Node {
  named(value, 'Nodes.items');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the border of untyped data
  return value as Node;
}

function named(value: unknown, what: string): void {
  text(members(members(value, what)['metadata'], `${what}.metadata`)['name'], `${what}.metadata.name`);
}

function each<T>(value: unknown, what: string, read: (victims: Members) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(members(value, what)).map(([node, victims]) => [node, read(members(victims, what))]),
  );
}

function members(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedArgs(`${what} must be an object`);
  return { ...value };
}

function list(value: unknown, what: string): readonly unknown[] {
  if (isMissing(value)) return [];
  if (!Array.isArray(value)) throw new MalformedArgs(`${what} must be a list`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new MalformedArgs(`${what} must be a text`);
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
