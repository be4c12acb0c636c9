import { type Html, html } from '../../lib/html.ts';
import { BLOCKED, ORPHAN, looksAt } from '../checks/watched-pod.ts';
import type { Evidence } from '../evidence.ts';
import { PLACED_PODS, podFact, workers } from '../facts.ts';
import { blockedMoments, orphanMoments } from '../timeline.ts';
import { mark } from './parts.ts';
import { gapText } from './timeline-picture.ts';

/** The things that the workshop asks for, each with its one figure and the way to its part of the page. */
export function tiles(evidence: Evidence): readonly (Html | undefined)[] {
  return [
    placementTile(evidence),
    orphanTile(evidence),
    blockedTile(evidence),
    wordsTile(evidence),
    trialsTile(evidence),
  ];
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

/** No part of the verdict: nothing here is passed or failed. */
function trialsTile({ trials }: Evidence): Html | undefined {
  if (!trials) return undefined;
  const told = trials.results.filter(({ ok }) => ok !== undefined);
  const unknown = trials.results.length - told.length;
  return tile({
    href: 'trials',
    title: 'Trials',
    figure: `${told.filter(({ ok }) => ok).length} of ${told.length}`,
    text: `of their own scheduler passed${unknown === 0 ? '' : `; ${unknown} could not be told`}`,
    ok: undefined,
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
