import { type Html, html } from '../../lib/html.ts';
import type { Finding } from '../../workshop/finding.ts';
import type { Evidence } from '../evidence.ts';
import { mark, scrolling, section } from './parts.ts';

/** Groups of findings in the order of the page: what their ids begin with. */
const GROUPS: readonly (readonly [string, RegExp])[] = [
  ['The cluster', /^cluster-/],
  ['Step 4: placement', /^(step-4-|pods-|scoring-note$)/],
  ['Step 5: the orphan', /^(step-5-|orphan-)/],
  ['Step 6: the blocked pod', /^(step-6-|blocked-|no-taint-left$)/],
  ['And more', /^/],
];

/** Every check with what was expected and what was seen. Roles are said, for on a narrow screen the rows are laid out as cards, and no table for a browser. */
export function checksSection({ findings }: Evidence): Html {
  const grouped = Map.groupBy(findings, ({ id }) => GROUPS.find(([, ids]) => ids.test(id))?.[0]);
  return section(
    'checks',
    'The checks',
    html`<p>
        Source: <b>cluster</b> was looked up when this page was written, <b>journal</b> was recorded while the
        workshop was played.
      </p>
      ${scrolling(
        'All checks',
        html`<table class="checks" role="table">
          <caption class="hidden">
            All checks with what was expected and what was seen
          </caption>
          <thead>
            <tr>
              <th scope="col"><span class="hidden">outcome</span></th>
              <th scope="col">check</th>
              <th scope="col">expected</th>
              <th scope="col">seen</th>
              <th scope="col">source</th>
            </tr>
          </thead>
          ${GROUPS.map(([name]) => group(name, grouped.get(name) ?? []))}
        </table>`,
      )}`,
  );
}

function group(name: string, findings: readonly Finding[]): Html | undefined {
  if (findings.length === 0) return undefined;
  const passed = findings.filter(({ ok }) => ok).length;
  return html`<tbody role="rowgroup">
    <tr class="group" role="row">
      <th scope="rowgroup" colspan="5" role="rowheader">
        ${name} <span class="small">${passed} of ${findings.length}</span>
      </th>
    </tr>
    ${findings.map((finding) => row(finding))}
  </tbody> `;
}

function row({ id, title, ok, expected, seen, source }: Finding): Html {
  return html`<tr id="check-${id}" role="row" ${!ok && html` class="bad"`}>
    <td role="cell">${mark(ok)}</td>
    <th scope="row" role="rowheader">${title}<br /><code>${id}</code></th>
    <td class="words" role="cell">${expected}</td>
    <td class="words" role="cell">${seen}</td>
    <td role="cell">${source}</td>
  </tr> `;
}
