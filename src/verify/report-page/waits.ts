import { type Html, html } from '../../lib/html.ts';
import { BLOCKED, type Looks, ORPHAN, looksAt } from '../checks/watched-pod.ts';
import type { Evidence } from '../evidence.ts';
import { CLOCK_SLACK_MS } from '../moment.ts';
import { type TimelineMoment, blockedMoments, orphanMoments } from '../timeline.ts';
import { clockText, scrolling, section } from './parts.ts';
import { gapText, type Lane, timelinePicture } from './timeline-picture.ts';

/** The pod that hangs while no scheduler runs, and the one that no node wants: what happened to them, and when. */
export function waitsSection({ facts }: Evidence): Html {
  return section(
    'waits',
    'Two pods that waited',
    html`${orphanPart(looksAt(facts, ORPHAN), orphanMoments(facts), facts.scheduler)}
      ${blockedPart(looksAt(facts, BLOCKED), blockedMoments(facts))}
      <p class="small">
        Distances are not to scale; how long it was stands between the marks. Times without a fraction are the
        server's, known to the second. Clocks of two machines are taken as equal within
        ${CLOCK_SLACK_MS / 1000} s.
      </p>`,
  );
}

function orphanPart(looks: Looks | undefined, moments: readonly TimelineMoment[], scheduler: string): Html {
  const title = 'The orphan: Pending until the scheduler runs';
  if (!looks) return notPlayed('orphan', title, 5);
  const lanes: readonly Lane[] = [
    {
      name: 'scheduler',
      stretches: [
        { from: 'start', to: 'stopped', look: 'busy', text: 'runs' },
        { from: 'stopped', to: 'started', look: 'idle', text: 'does not run' },
        { from: 'started', to: 'end', look: 'busy', text: 'runs' },
      ],
    },
    podLane(looks),
  ];
  const lead = html`<p>
    <code>orphan</code> asks for <code>${scheduler}</code> and was made while that was stopped.
    ${inShort(moments, 'started', 'the scheduler started')}
  </p>`;
  return part('orphan', title, lead, moments, lanes);
}

function blockedPart(looks: Looks | undefined, moments: readonly TimelineMoment[]): Html {
  const title = 'The blocked pod: no node wants it until the taint goes';
  if (!looks) return notPlayed('blocked', title, 6);
  const lanes: readonly Lane[] = [
    {
      name: 'workers',
      stretches: [
        { from: 'start', to: 'untainted', look: 'idle', text: 'tainted: NoSchedule' },
        { from: 'untainted', to: 'end', look: 'busy', text: 'open' },
      ],
    },
    podLane(looks),
  ];
  const lead = html`<p>
    All workers were tainted, then <code>blocked</code> was made. It was placed without being made again.
    ${inShort(moments, 'untainted', 'the taint was removed')}
  </p>`;
  return html`${part('blocked', title, lead, moments, lanes)}${taintTable(looks)}`;
}

function podLane({ placed }: Looks): Lane {
  const node = placed.pod.node ?? 'no node';
  return {
    name: placed.pod.name,
    stretches: [
      { from: 'created', to: 'bound', look: 'waiting', text: 'Pending, on no node' },
      { from: 'bound', to: 'end', look: 'placed', text: `on ${node}` },
    ],
  };
}

/** The one figure that counts. */
function inShort(
  moments: readonly TimelineMoment[],
  cause: 'started' | 'untainted',
  words: string,
): Html | undefined {
  const freed = moments.find(({ kind }) => kind === cause);
  const bound = moments.find(({ kind }) => kind === 'bound');
  if (!freed || !bound) return undefined;
  return html`It was bound <strong>${gapText(freed.at, bound.at)}</strong> after ${words}.`;
}

function part(
  name: string,
  title: string,
  lead: Html,
  moments: readonly TimelineMoment[],
  lanes: readonly Lane[],
): Html {
  return html`<h3 id="${name}">${title}</h3>
    ${lead}
    ${scrolling(`Timeline of ${name} as a picture`, timelinePicture(moments, lanes, `Timeline of ${name}`))}
    ${scrolling(`Timeline of ${name}`, momentTable(name, moments))}`;
}

function momentTable(name: string, moments: readonly TimelineMoment[]): Html {
  return html`<table>
    <caption class="hidden">
      What happened to ${name}, in order
    </caption>
    <thead>
      <tr>
        <th scope="col">#</th>
        <th scope="col">time (UTC)</th>
        <th scope="col">what</th>
        <th scope="col">who knows it</th>
      </tr>
    </thead>
    <tbody>
      ${moments.map(
        ({ at, what, source }, index) =>
          html`<tr>
            <th scope="row">${index + 1}</th>
            <td><time datetime="${at}">${clockText(at)}</time></td>
            <td class="words">${what}</td>
            <td>${source}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function taintTable({ pending, placed }: Looks): Html {
  const names = Object.keys(pending.workerTaints);
  return scrolling(
    'Taints of the workers',
    html`<table>
      <caption>
        Taints of the workers
      </caption>
      <thead>
        <tr>
          <th scope="col">worker</th>
          <th scope="col">while it hung</th>
          <th scope="col">when it was placed</th>
        </tr>
      </thead>
      <tbody>
        ${names.map(
          (name) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td><code>${taintText(pending.workerTaints[name])}</code></td>
              <td><code>${taintText(placed.workerTaints[name])}</code></td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}

function taintText(taints: readonly string[] | undefined): string {
  return taints?.join(', ') || 'none';
}

function notPlayed(name: string, title: string, step: number): Html {
  return html`<h3 id="${name}">${title}</h3>
    <p class="missing">
      The journal holds no whole story for this cluster:
      <code>kubectl minisched workshop step ${step}</code> plays it.
    </p> `;
}
