import { tenths } from '../../lib/words.ts';
import { type Html, html } from '../../lib/html.ts';
import { naturalOrder } from '../../lib/natural-order.ts';
import { type Chapter, titleOf } from './chapters.ts';
import { clockText, scrolling, section } from './parts.ts';
import type { BundleRecord } from './record.ts';
import type { Decision, Told, Verdict } from './told.ts';

/** A page has room for so many decisions of one step, nodes and reasons. */
const [MOST_DECISIONS, MOST_NODES, MOST_REASONS] = [24, 12, 8];

/** A decision of which every node's verdict is known. */
interface Known {
  readonly at: string;
  readonly decision: Decision;
}

/** What the scheduler thought of each node for each pod: out, or how many points; and which it chose. */
export function scoresSection({ chapters, told }: BundleRecord): Html {
  const steps = chapters
    .filter(({ isLatest }) => isLatest)
    .toSorted((a, b) => a.step - b.step)
    .flatMap((chapter) => {
      const known = knownIn(chapter, told);
      return known.length === 0 ? [] : [stepPart(chapter, known)];
    });
  const none = html`<p class="missing">
    The record has no decision with the verdict on each node. A scheduler that runs with
    <code>--details</code> tells them; one of your own may not.
  </p>`;
  return section(
    'scores',
    'Filter and score, pod by pod',
    html`<p>
        From the scheduler's own words (<code>decided</code> and <code>unschedulable</code>), when each step
        was last played: a node is out, or it has points, and the one with the most is chosen.
      </p>
      ${steps.length > 0 ? steps : none}`,
  );
}

/** Of a pod that was tried again and again for the same reason the first and the last time. */
function knownIn(chapter: Chapter, told: readonly Told[]): readonly Known[] {
  const all = told
    .filter(({ at, decision }) => decision && at >= chapter.from && at < chapter.until)
    .flatMap(({ event, decision }) => (decision ? [{ at: event.time, decision }] : []));
  const again = Map.groupBy(all, ({ decision }) => `${decision.pod.uid} ${decision.type}`);
  const kept = new Set([...again.values()].flatMap((tries) => [tries[0], tries.at(-1)]));
  return all.filter((known) => kept.has(known));
}

function stepPart(chapter: Chapter, known: readonly Known[]): Html {
  const shown = known.slice(0, MOST_DECISIONS);
  const more = known.length - shown.length;
  const id = `scores-${chapter.step}`;
  return html`<section class="step" aria-labelledby="${id}">
    <h3 id="${id}"><span class="number">${chapter.step}</span> ${titleOf(chapter)}</h3>
    ${scrolling(`Points in step ${chapter.step}`, overview(chapter, shown))} ${reasonList(shown)}
    ${more > 0 && html`<p class="small">${more} more decisions stand in scheduler.log.</p>`}
    <details>
      <summary>
        How the points came about (${shown.length} ${shown.length === 1 ? 'decision' : 'decisions'})
      </summary>
      ${shown.map((each) => details(each))}
    </details>
  </section>`;
}

/** A row for each decision, a column for each node. */
function overview({ step }: Chapter, known: readonly Known[]): Html {
  const names = [...new Set(known.flatMap(({ decision }) => decision.nodes.map(({ node }) => node)))]
    .toSorted(naturalOrder)
    .slice(0, MOST_NODES);
  const prefix = commonPrefix(names);
  return html`<table class="points">
    <caption class="hidden">
      Points of each node for each pod of step ${step}
    </caption>
    <thead>
      <tr>
        <th scope="col">pod</th>
        <th scope="col">at (UTC)</th>
        ${names.map((name) => html`<th scope="col" title="${name}">${shortName(name, prefix)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${known.map(
        ({ at, decision }) =>
          html`<tr>
            <th scope="row">${decision.pod.name}</th>
            <td>${clockText(at)}</td>
            ${names.map((name) =>
              cell(
                decision.nodes.find(({ node }) => node === name),
                decision.node,
              ),
            )}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

/** What all names begin with, up to a dash: `sched-workshop-`. Empty where there is but one. */
function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  const dashes = [...first.matchAll(/-/g)].map(({ index }) => first.slice(0, index + 1));
  return dashes.findLast((prefix) => others.every((name) => name.startsWith(prefix))) ?? '';
}

function shortName(name: string, prefix: string): string {
  return prefix === '' ? name : `…${name.slice(prefix.length)}`;
}

function cell(verdict: Verdict | undefined, chosen: string | undefined): Html {
  if (!verdict) return html`<td>–</td>`;
  if (!verdict.fits) return html`<td class="out">out</td>`;
  const points = tenths(verdict.total ?? 0);
  return verdict.node === chosen
    ? html`<td class="chosen"><strong>${points}</strong> <span>← chosen</span></td>`
    : html`<td>${points}</td>`;
}

/** Why nodes were out, each reason once. */
function reasonList(known: readonly Known[]): Html | undefined {
  const out = known.flatMap(({ decision }) => decision.nodes.filter(({ fits }) => !fits));
  const byReason = [...Map.groupBy(out, whyOut)].map(([reason, verdicts]) => ({
    reason,
    nodes: [...new Set(verdicts.map(({ node }) => node))],
  }));
  if (byReason.length === 0) return undefined;
  const shown = byReason.slice(0, MOST_REASONS);
  const more = byReason.length - shown.length;
  return html`<ul class="reasons small">
    ${shown.map(
      ({ reason, nodes }) => html`<li>out: ${nodes.slice(0, MOST_NODES).join(', ')}: ${reason}</li>`,
    )}
    ${more > 0 && html`<li>and ${more} more reasons, in scheduler.log</li>`}
  </ul>`;
}

/** One decision: a row for each node, a column for each plugin that gave points. */
function details({ at, decision }: Known): Html {
  const { pod, node: chosen, message, nodes } = decision;
  const plugins = [...new Set(nodes.flatMap(({ scores }) => Object.keys(scores ?? {})))];
  const shown = shownNodes(nodes, chosen);
  const more = nodes.length - shown.length;
  const outcome = chosen === undefined ? (message ?? 'no node fits') : `chosen: ${chosen}`;
  return scrolling(
    `Verdicts for ${pod.name}`,
    html`<table>
        <caption>
          <code>${pod.namespace}/${pod.name}</code>
          at ${clockText(at)}: ${outcome}
        </caption>
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">its pods</th>
            <th scope="col">filter</th>
            ${plugins.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col">points</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (
              verdict,
            ) => html`<tr${verdict.node === chosen && html` class="chosen"`}><th scope="row">${verdict.node}</th><td>${verdict.pods}</td>${verdict.fits ? html`<td>fits</td>` : html`<td class="out words">${whyOut(verdict)}</td>`}${plugins.map(
              (name) => html`<td>${scoreText(verdict, name)}</td>`,
            )}<td>${verdict.fits ? tenths(verdict.total ?? 0) : '–'}${verdict.node === chosen && ' ← chosen'}</td></tr>
`,
          )}
        </tbody>
      </table>
      ${more > 0 && html`<p class="small">${more} more nodes stand in scheduler.log.</p>`}`,
  );
}

/** Of many nodes the best ones, the chosen one among them, in their usual order. */
function shownNodes(nodes: readonly Verdict[], chosen: string | undefined): readonly Verdict[] {
  if (nodes.length <= MOST_NODES) return nodes;
  const worth = ({ node, fits, total = 0 }: Verdict) =>
    node === chosen ? Infinity : fits ? total : -Infinity;
  const best = new Set(nodes.toSorted((a, b) => Math.sign(worth(b) - worth(a)) || 0).slice(0, MOST_NODES));
  return nodes.filter((verdict) => best.has(verdict));
}

function scoreText({ scores }: Verdict, plugin: string): string {
  const score = scores?.[plugin];
  if (!score) return '–';
  return score.weight === 1 ? tenths(score.score) : `${tenths(score.score)} × ${score.weight}`;
}

function whyOut({ plugin, reasons, detail }: Verdict): string {
  return `${plugin === undefined ? '' : `${plugin}: `}${detail ?? reasons?.join(', ') ?? 'does not fit'}`;
}
