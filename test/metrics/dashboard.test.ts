import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ClientMetrics, leaderElectionMetrics } from '../../src/metrics/client-metrics.ts';
import { processMetrics } from '../../src/metrics/process-metrics.ts';
import { Registry } from '../../src/metrics/registry.ts';
import { SchedulerMetrics } from '../../src/metrics/scheduler-metrics.ts';

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

const dashboard: Dashboard = JSON.parse(
  readFileSync(new URL('../../workshop/deploy/grafana-dashboard.json', import.meta.url), 'utf8'),
);

/** Every series that a registry with everything in it can have, and the labels of each. */
function served(): ReadonlyMap<string, readonly string[]> {
  const registry = new Registry();
  assert.ok([new SchedulerMetrics(registry), new ClientMetrics(registry)]);
  processMetrics(registry, process, { now: () => 0 });
  leaderElectionMetrics(registry, 'ours', () => true);
  return new Map(
    registry.families.flatMap(({ name, type, labels }) =>
      (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).map(
        (end): [string, readonly string[]] => [
          `${name}${end}`,
          end === '_bucket' ? [...labels, 'le'] : labels,
        ],
      ),
    ),
  );
}

test('every metric that the dashboard asks for is served, with the labels that it is summed by', () => {
  const known = served();
  const queries = [
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...dashboard.templating.list.map(({ query }) => query).filter((query) => query !== 'prometheus'),
  ];
  assert.ok(queries.length > 20);
  for (const query of queries) {
    const names = Array.from(query.matchAll(/\b([a-z]\w*_\w+)\b/g), ([, name = '']) => name).filter((name) =>
      /^(?:scheduler|rest_client|process|leader_election)_/.test(name),
    );
    assert.ok(names.length > 0, query);
    for (const name of names) assert.ok(known.has(name), `${name} is not served: ${query}`);
    const by = /by \(([^)]*)\)/.exec(query)?.[1]?.split(', ') ?? [];
    const labels = new Set([...names.flatMap((name) => known.get(name) ?? []), 'instance', 'job']);
    for (const label of by) assert.ok(labels.has(label), `${label} is no label: ${query}`);
  }
});

test('no panel lies on another, and each has a name and a number of its own', () => {
  const cells = new Set<string>();
  for (const { title, gridPos } of dashboard.panels)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        assert.ok(x < 24 && !cells.has(`${x},${y}`), title);
        cells.add(`${x},${y}`);
      }
  assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  assert.equal(new Set(dashboard.panels.map(({ title }) => title)).size, dashboard.panels.length);
});
