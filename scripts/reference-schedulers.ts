/**
 * Runs the shapes that workshops give a scheduler, this program's own and the real one through the trials, and prints the report as Markdown;
 * with `--write` into workshop/YOUR-OWN.md. Needs Go, Python 3 with pip, and kube-scheduler (KUBEBUILDER_ASSETS); who is missing is left out
 * and named.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { type ReferenceResults, reportText, tryReference } from '../test/helpers/reference-report.ts';
import { references } from '../test/helpers/reference-schedulers.ts';

const PAGE = fileURLToPath(new URL('../workshop/YOUR-OWN.md', import.meta.url));
const [BEGIN, END] = [
  '<!-- report: node scripts/reference-schedulers.ts --write -->',
  '<!-- end of the report -->',
];

const all: ReferenceResults[] = [];
for (const reference of references()) {
  if (reference.skip !== false) continue;
  process.stderr.write(`${reference.id} …\n`);
  all.push(await tryReference(reference));
}
const report = reportText(all);
if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${report}\n${after}`);
} else process.stdout.write(report);
