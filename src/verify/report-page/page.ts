import { createHash } from 'node:crypto';
import { type Html, html, raw } from '../../lib/html.ts';
import { playerProgram, styleSheet } from './assets.ts';
import { checksSection } from './checks.ts';
import { filesSection } from './files.ts';
import { placementSection } from './placement.ts';
import type { BundleRecord } from './record.ts';
import { scoresSection } from './scores.ts';
import { terminalSection } from './terminal.ts';
import { trialsSection } from './trials.ts';
import { verdictHeader } from './verdict.ts';
import { waitsSection } from './waits.ts';
import { wordsSection } from './words.ts';

const CONTENTS = [
  ['placement', 'Placement'],
  ['waits', 'Waiting pods'],
  ['scores', 'Scores'],
  ['checks', 'Checks'],
  ['trials', 'Trials'],
  ['words', 'Own words'],
  ['terminal', 'Terminal'],
  ['files', 'Files'],
] as const;

/**
 * The page that tells the whole story, as one file that asks for no other. The same record always gives the same page, so whoever checks a
 * bundle can make it again and compare. Nothing recorded is markup in it, and the browser is told to run nothing but our own program.
 */
export function reportPage(record: BundleRecord): string {
  const { evidence } = record;
  const [style, program] = [styleSheet(), playerProgram()];
  const failed = evidence.findings.filter(({ ok }) => !ok).length;
  const verdict = failed === 0 ? 'passed' : `${failed} failed`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policyFor(style, program)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${`${evidence.facts.scheduler} on ${evidence.facts.cluster.context}: ${verdict}`}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the evidence</a>
        <main id="main">
          ${verdictHeader(evidence)}
          <nav aria-label="Contents">
            <ul>
              ${CONTENTS.filter(([id]) => id !== 'trials' || evidence.trials).map(
                ([id, name]) => html`<li><a href="#${id}">${name}</a></li>`,
              )}
            </ul>
          </nav>
          ${sections(record)}
        </main>
        ${raw(`<script>${program}</script>`)}
      </body>
    </html> `;
  return page.text;
}

function sections(record: BundleRecord): readonly (Html | undefined)[] {
  const { evidence } = record;
  return [
    placementSection(record),
    waitsSection(evidence),
    scoresSection(record),
    checksSection(evidence),
    trialsSection(evidence),
    wordsSection(evidence),
    terminalSection(record),
    filesSection(),
  ];
}

/** Nothing is loaded from anywhere, and of what stands in the page only these two texts count. */
function policyFor(style: string, program: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(program)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
