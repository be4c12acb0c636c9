import { type Html, html } from '../../lib/html.ts';
import { timeText } from '../moment.ts';
import { type Chapter, titleOf } from './chapters.ts';
import { boxHeight, nodeBox, waitingBox } from './node-box.ts';
import { outputBlock, section } from './parts.ts';
import type { BundleRecord } from './record.ts';
import { type DrawnPod, type Snapshot, snapshotsOf } from './scenes.ts';

/** Where the pods were, step by step, as it was seen then. */
export function placementSection(record: BundleRecord): Html {
  const { chapters, told, evidence } = record;
  const steps = chapters
    .filter(({ isLatest }) => isLatest)
    .toSorted((a, b) => a.step - b.step)
    .flatMap((chapter) => {
      const snapshots = snapshotsOf(chapter, told, evidence.facts);
      return snapshots.length === 0 ? [] : [stepPart(chapter, snapshots)];
    });
  return section(
    'placement',
    'Placement, step by step',
    html`<p>Drawn from what the workshop saw when each step was last played. Times are UTC.</p>
      ${LEGEND}
      ${steps.length > 0 ? steps : html`<p class="missing">The journal holds no play on this cluster in which a pod was seen.</p>`}
      ${outputBlock(record, 'get-pods')} ${outputBlock(record, 'get-nodes')}`,
  );
}

const LEGEND = html`<ul class="legend">
  <li><span class="key placed"></span>placed in this step</li>
  <li><span class="key before"></span>there before</li>
  <li><span class="key decided"></span>chosen, not bound</li>
  <li><span class="key waiting"></span>on no node</li>
  <li><span class="key taint">⊘</span>taint</li>
</ul>`;

function stepPart(chapter: Chapter, snapshots: readonly Snapshot[]): Html {
  const outcome = chapter.ok === undefined ? 'interrupted' : chapter.ok ? '' : 'did not come true';
  // nodes keep their places from one picture of a step to the next
  const hasTray = snapshots.some(({ waiting }) => waiting.length > 0);
  return html`<section class="step" aria-labelledby="step-${chapter.step}">
    <h3 id="step-${chapter.step}">
      <span class="number">${chapter.step}</span>
      ${titleOf(chapter)}${outcome !== '' && html` <span class="chip bad">${outcome}</span>`}
    </h3>
    ${snapshots.map((snapshot) => picture(snapshot, hasTray))}
  </section>`;
}

function picture(snapshot: Snapshot, hasTray: boolean): Html {
  const { nodes, waiting, at, label, held } = snapshot;
  const height = boxHeight(nodes, waiting);
  return html`<figure class="cluster">
    <div class="nodes">
      ${hasTray && waitingBox(waiting, height)}${nodes.map((node) => nodeBox(node, height))}
    </div>
    <figcaption>
      <b>${label}</b> at <time datetime="${at}">${timeText(at).replace(' UTC', '')}</time>:
      ${inWords(snapshot)}${held && ` It stayed so for ${held.seconds} s, looked at ${held.looks} times.`}
    </figcaption>
  </figure>`;
}

/** What the boxes show, for who does not see them. */
function inWords({ nodes, waiting }: Snapshot): string {
  const parts = [
    ...nodes.map(({ name, pods, controlPlane, taints }) => ({
      where: `on ${name}`,
      pods,
      note: controlPlane || taints.length === 0 ? '' : ` (taint ${taints.join(', ')})`,
    })),
    { where: 'on no node', pods: waiting, note: '' },
  ];
  const told = parts
    .filter(({ pods, note }) => pods.length > 0 || note !== '')
    .map(({ where, pods, note }) => `${pods.length > 0 ? names(pods) : 'nothing'} ${where}${note}`);
  return `${told.join('; ') || 'no pod on any node'}.`;
}

function names(pods: readonly DrawnPod[]): string {
  const shown = pods
    .slice(0, 12)
    .map(({ name, state }) => (state === 'decided' ? `${name} (not bound)` : name));
  return pods.length > 12 ? `${shown.join(', ')} and ${pods.length - 12} more` : shown.join(', ');
}
