import { type Html, html } from '../../lib/html.ts';
import type { ClusterKind } from '../../clusters/provider.ts';
import type { Evidence } from '../evidence.ts';
import { workers } from '../facts.ts';
import { timeText } from '../moment.ts';
import { ownPrograms } from '../own-program.ts';
import { tiles } from './tiles.ts';

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
  const { findings, facts } = evidence;
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
      ${tiles(evidence)}
    </ul>
    <dl class="facts">
      <div>
        <dt>Scheduler</dt>
        <dd><code>${facts.scheduler}</code>${howItDecides(evidence)}</dd>
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

/** By which policy of ours, or which program of the person's own. */
function howItDecides({ facts, note }: Evidence): Html | undefined {
  const programs = ownPrograms(facts);
  if (programs.length > 0)
    return html`: their own program,
    ${programs.map((line, at) => html`${at > 0 && ', '}<code>${line}</code>`)}`;
  return note.policy === undefined ? undefined : html`, policy <code>${note.policy}</code>`;
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
