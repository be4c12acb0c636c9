import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import type { Node, Pod } from '../src/api/types.ts';
import { isFinished } from '../src/scheduler/pods.ts';
import { nodeUnschedulable } from '../src/scheduler/plugins/node-unschedulable.ts';
import { taintToleration } from '../src/scheduler/plugins/taint-toleration.ts';
import { cacheOf } from './scheduler/node-info.ts';

// Verdicts of upstream's own packages on 3,000 random clusters: see ../shared/oracle/README.md
const ORACLE = new URL('../../shared/oracle/', import.meta.url);
const missing =
  !existsSync(ORACLE) &&
  'SKIPPED: ../shared/oracle is not there, so no verdict was compared with kube-scheduler’s';

interface Case {
  readonly id: string;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly pod: Pod;
}

interface Verdict {
  readonly id: string;
  readonly error?: string;
  /** A PreFilter rejected the pod for every node. */
  readonly preFilter?: string;
  readonly feasible: readonly string[] | null;
  readonly reasons?: Readonly<Record<string, readonly string[]>>;
  readonly plugins?: Readonly<Record<string, string>>;
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

function linesOf<T>(name: string): T[] {
  const text = zstdDecompressSync(readFileSync(new URL(name, ORACLE))).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

/** The filters of ours that upstream has too; in its order they come before all that can also reject a node. */
const FILTERS = [nodeUnschedulable, taintToleration];
const OURS = new Set(FILTERS.map(({ name }) => name));

test(
  'NodeUnschedulable and TaintToleration reject the nodes that kube-scheduler rejects, with its reasons',
  { skip: missing },
  () => {
    const verdicts = new Map(
      linesOf<Verdict>('verdicts-1.jsonl.zst').map((verdict) => [verdict.id, verdict]),
    );
    let compared = 0;
    for (const { id, nodes, pods, pod } of linesOf<Case>('cases-1.jsonl.zst')) {
      const verdict = verdicts.get(id);
      assert.ok(verdict && !verdict.error, id);
      if (verdict.preFilter) continue;
      const feasible = new Set(verdict.feasible);
      for (const info of cacheOf(
        nodes,
        pods.filter((placed) => !isFinished(placed)),
      ).snapshot()) {
        const theirs: string = verdict.plugins?.[info.name] ?? '';
        // left out by a PreFilterResult: no filter was asked
        if (theirs === '' && !feasible.has(info.name)) continue;
        const rejecting = FILTERS.find((plugin) => plugin.filter?.(pod, info));
        const expected: string | undefined = OURS.has(theirs) ? theirs : undefined;
        assert.equal(rejecting?.name, expected, `${id} ${info.name}`);
        if (expected)
          assert.deepEqual(
            rejecting?.filter?.(pod, info)?.reasons,
            verdict.reasons?.[info.name],
            `${id} ${info.name}`,
          );
        compared++;
      }
    }
    assert.ok(compared > 10_000, `only ${compared} nodes were compared`);
  },
);

test('TaintToleration scores as kube-scheduler scores', { skip: missing }, () => {
  const verdicts = new Map(linesOf<Verdict>('verdicts-1.jsonl.zst').map((verdict) => [verdict.id, verdict]));
  let differing = 0;
  for (const { id, nodes, pod } of linesOf<Case>('cases-1.jsonl.zst')) {
    const { scores = {} } = verdicts.get(id) ?? {};
    const infos = cacheOf(nodes)
      .snapshot()
      .filter(({ name }) => scores[name] !== undefined);
    if (infos.length === 0) continue;
    const ours = infos.map((info) => taintToleration.score?.(pod, info) ?? NaN);
    taintToleration.normalize?.(ours);
    assert.deepEqual(
      ours,
      infos.map(({ name }) => scores[name]?.['TaintToleration'] ?? 0),
      id,
    );
    if (new Set(ours).size > 1) differing++;
  }
  assert.ok(differing > 50, `only ${differing} cases had scores that differ`);
});
