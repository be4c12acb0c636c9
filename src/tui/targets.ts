import type { PodRef } from '../scheduler/events.ts';
import type { StreamEntry } from '../view/story.ts';
import type { NodeFacts } from '../view/node-facts.ts';
import type { Target } from './actions.ts';
import { type Model, streamOf } from './model.ts';

/** The node that a key means: that of the page, that under the cursor, or the one on the line under the cursor if its facts are known. */
export function nodeUnderCursor(model: Model): NodeFacts | undefined {
  const { ui, facts } = model;
  const page = ui.pages.at(-1);
  if (page?.kind === 'node') return facts.node;
  if (page || ui.focus !== 'nodes') return undefined;
  return facts.nodes.rows[ui.panels.nodes.list.cursor - facts.nodes.from];
}

/** The pod that a key means. */
export function podUnderCursor(model: Model): PodRef | undefined {
  const { ui, facts } = model;
  const page = ui.pages.at(-1);
  if (page) return page.kind === 'pod' ? page.pod : undefined;
  if (ui.focus === 'queue') return facts.queue.rows[ui.panels.queue.list.cursor - facts.queue.from]?.pod;
  if (ui.focus === 'decisions') return podOf(entryUnderCursor(model));
  return undefined;
}

/** What `d` and `y` show. */
export function targetUnderCursor(model: Model): Target | undefined {
  const pod = podUnderCursor(model);
  if (pod) return { kind: 'pod', namespace: pod.namespace, name: pod.name };
  const node = nodeUnderCursor(model);
  return node && { kind: 'node', name: node.name };
}

function entryUnderCursor(model: Model): StreamEntry | undefined {
  const stream = streamOf(model);
  return stream.rows[model.ui.panels.decisions.list.cursor - stream.from];
}

function podOf(entry: StreamEntry | undefined): PodRef | undefined {
  return entry && 'pod' in entry.event ? entry.event.pod : undefined;
}
