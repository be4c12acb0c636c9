import { type Html, html } from '../../lib/html.ts';
import type { ClusterKind } from '../../clusters/provider.ts';
import { BLOCKED, ORPHAN, looksAt } from '../checks/watched-pod.ts';
import type { Evidence } from '../evidence.ts';
import { PLACED_PODS, podFact, workers } from '../facts.ts';
import { timeText } from '../moment.ts';
import { blockedMoments, orphanMoments } from '../timeline.ts';
import { mark } from './parts.ts';
import { gapText } from './timeline-picture.ts';

/** What a reader has to know of where it was, before anything else. */
const KINDS: Readonly<Record<ClusterKind, { readonly name: string; readonly what: string }>> = {
  kind: { name: 'kind', what: 'real Kubernetes; every node is a container' },
  embedded: {
    name: 'embedded (simulated nodes)',
    what: "kubectl-minisched's own API server; nodes and kubelets were simulated, no container ran",
  },
  other: { name: 'other', what: 'a cluster that kubectl-minisched did not make' },
};

/** The verdict, where it came from, and the four things that the workshop asks for: to be read in half a minute. */
export function verdictHeader(evidence: Evidence): Html {
  const { findings, facts, note } = evidence;
  const { cluster } = facts;
  const failed = findings.filter(({ ok }) => !ok);
  const words =
    failed.length === 0
      ? `All ${findings.length} checks passed`
      : `${failed.length} of ${findings.length} checks failed`;
  const kind = KINDS[cluster.kind];
  return html`<header class="verdict ${failed.length === 0 ? 'good' : 'bad'}">
      ${seal(failed.length === 0)}
      <div>
        <p class="kicker">Evidence: a Kubernetes scheduler of one's own</p>
        <h1>${words}</h1>
        <p class="origin"><span class="chip ${cluster.kind}">${kind.name}</span> ${kind.what}</p>
      </div>
    </header>
    ${failed.length > 0 && failedList(evidence)}
    <ul class="tiles">
      ${[placementTile(evidence), orphanTile(evidence), blockedTile(evidence), wordsTile(evidence)]}
    </ul>
    <dl class="facts">
      <div>
        <dt>Scheduler</dt>
        <dd>
          <code>${facts.scheduler}</code
          >${note.policy !== undefined && html`, policy <code>${note.policy}</code>`}
        </dd>
      </div>
      <div>
        <dt>Kubernetes</dt>
        <dd>${cluster.version}</dd>
      </div>
      <div>
        <dt>Context</dt>
        <dd><code>${cluster.context}</code></dd>
      </div>
      <div>
        <dt>Nodes</dt>
        <dd>${cluster.nodes.length}, of which ${workers(facts).length} workers</dd>
      </div>
      <div>
        <dt>Looked at</dt>
        <dd><time datetime="${cluster.gatheredAt}">${timeText(cluster.gatheredAt)}</time></dd>
      </div>
      <div>
        <dt>Written by</dt>
        <dd>${evidence.program}</dd>
      </div>
    </dl> `;
}

function seal(ok: boolean): Html {
  return html`<svg class="seal" viewBox="0 0 72 72" aria-hidden="true" focusable="false">
    <circle cx="36" cy="36" r="34" />
    <path d="${ok ? 'M21 37l10 11 21-24' : 'M24 24l24 24M48 24L24 48'}" />
  </svg>`;
}

function failedList({ findings }: Evidence): Html {
  const failed = findings.filter(({ ok }) => !ok);
  return html`<div class="failed">
    <p><strong>What failed:</strong></p>
    <ul>
      ${failed
        .slice(0, 6)
        .map(
          ({ id, title, seen }) => html`<li><a href="#check-${id}">${title}</a>: ${seen}</li>`,
        )}${failed.length > 6 && html`<li><a href="#checks">and ${failed.length - 6} more</a></li>`}
    </ul>
  </div>`;
}

interface Tile {
  readonly href: string;
  readonly title: string;
  readonly figure: string;
  readonly text: string;
  /** Undefined: there is nothing to judge. */
  readonly ok: boolean | undefined;
}

function tile({ href, title, figure, text, ok }: Tile): Html {
  return html`<li>
    <a class="tile" href="#${href}">
      <span class="title">${ok !== undefined && mark(ok)} ${title}</span>
      <span class="figure">${figure}</span>
      <span class="text">${text}</span>
    </a>
  </li>`;
}

function placementTile(evidence: Evidence): Html {
  const { facts } = evidence;
  const counts = workers(facts).map(
    ({ name }) => PLACED_PODS.filter((pod) => podFact(facts, pod)?.node === name).length,
  );
  return tile({
    href: 'placement',
    title: 'Placement',
    figure: counts.join(' · ') || 'none',
    text: 'of pod1 to pod6 on each worker',
    ok: judged(evidence, /^(pods-|step-4-)/),
  });
}

function orphanTile(evidence: Evidence): Html {
  const looks = looksAt(evidence.facts, ORPHAN);
  const after = gapBetween(orphanMoments(evidence.facts), 'started');
  const hung = looks?.pending.held ? `hung ${looks.pending.held.seconds} s` : 'not seen hanging';
  return tile({
    href: 'orphan',
    title: 'Orphan',
    figure: looks ? hung : 'no story',
    text: after === undefined ? 'until a scheduler ran' : `bound ${after} after the scheduler's start`,
    ok: judged(evidence, /^(orphan-|step-5-)/),
  });
}

function blockedTile(evidence: Evidence): Html {
  const moments = blockedMoments(evidence.facts);
  const after = gapBetween(moments, 'untainted');
  return tile({
    href: 'blocked',
    title: 'Blocked pod',
    figure: looksAt(evidence.facts, BLOCKED) ? refusal(evidence) : 'no story',
    text:
      after === undefined ? 'while workers were tainted' : `wanted it; bound ${after} after the taint went`,
    ok: judged(evidence, /^(blocked-|step-6-|no-taint-left$)/),
  });
}

/** Kube-scheduler's words begin with how many nodes were left: `0/4 nodes are available: …`. */
function refusal({ facts }: Evidence): string {
  const refused = blockedMoments(facts).find(({ kind }) => kind === 'refused');
  if (!refused) return 'no node';
  const [, left, all] = /\b(\d+)\/(\d+) nodes are available/.exec(refused.what) ?? [];
  return left === undefined ? 'no node' : `${left} of ${all} nodes`;
}

/** What is still to say is no failed check. */
function wordsTile({ repository, note }: Evidence): Html {
  const missing = [
    ...(repository === undefined ? ['the repository'] : []),
    ...(note.why === undefined ? ['the reason for the scoring'] : []),
  ];
  return tile({
    href: 'words',
    title: 'Own words',
    figure: missing.length === 0 ? 'said' : 'to do',
    text: missing.length === 0 ? 'repository, and why this scoring' : `${missing.join(' and ')} is missing`,
    ok: missing.length === 0 ? true : undefined,
  });
}

/** How all findings of this kind came out; undefined when there are none. */
function judged({ findings }: Evidence, ids: RegExp): boolean | undefined {
  const own = findings.filter(({ id }) => ids.test(id));
  return own.length === 0 ? undefined : own.every(({ ok }) => ok);
}

function gapBetween(
  moments: ReturnType<typeof orphanMoments>,
  cause: 'started' | 'untainted',
): string | undefined {
  const freed = moments.find(({ kind }) => kind === cause);
  const bound = moments.find(({ kind }) => kind === 'bound');
  return freed && bound ? gapText(freed.at, bound.at) : undefined;
}
