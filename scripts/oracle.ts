import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CASES, linesOf, type Case, VERDICTS, type Verdict } from '../test/oracle/cases.ts';
import { runOracle } from '../test/oracle/run.ts';
import { print } from './measure.ts';

/*
 * What our plugins say of the oracle's cases beside what kube-scheduler's packages say.
 *
 *   node scripts/oracle.ts [--plugin NAME] [--show 20] [--cases FILE --verdicts FILE] [--answers FILE]
 *
 * With --answers our answers are written as JSON lines, for the Go program's `check`.
 */
const { values } = parseArgs({
  options: {
    plugin: { type: 'string' },
    show: { type: 'string', default: '20' },
    cases: { type: 'string' },
    verdicts: { type: 'string' },
    answers: { type: 'string' },
  },
});

const all = linesOf<Case>(values.cases ?? CASES);
const { cases, found, answers } = runOracle(all, linesOf<Verdict>(values.verdicts ?? VERDICTS));
if (values.answers) writeFileSync(values.answers, answers.map((one) => `${JSON.stringify(one)}\n`).join(''));
const tags = new Map(all.map((one) => [one.id, one.tags.join(',')]));
const shown = found.filter(({ plugin }) => values.plugin === undefined || plugin === values.plugin);
for (const { id, plugin, text } of shown.slice(0, Number(values.show)))
  print(`${id} [${tags.get(id) ?? ''}] ${plugin} ${text}`);
const counts = Map.groupBy(found, ({ plugin }) => plugin);
for (const [plugin, list] of counts) print(`${plugin}: ${list.length} differences`);
print(`${cases} cases, ${found.length} differences in ${new Set(found.map(({ id }) => id)).size} cases`);
process.exitCode = found.length > 0 ? 1 : 0;
