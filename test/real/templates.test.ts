import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LANGUAGE_FACTS, LANGUAGES } from '../../src/app/init/languages.ts';
import type { OpenTrialCluster } from '../../src/app/trials/embedded-trials.ts';
import { LIMITS } from '../../src/trials/limits.ts';
import { TRIAL_IDS, type TrialResult } from '../../src/trials/trial.ts';
import { missingForTemplate, type TemplateProject, templateProject } from '../helpers/template-project.ts';
import { SHORT, trialCluster, tried } from '../helpers/trials.ts';

/** Who fails on purpose does so soon; starting takes what it takes. */
const HOPELESS = { ...SHORT, startMs: LIMITS.startMs };
const STEP_2 = ['finds-waiting', 'leaves-others'] as const;
const STEP_3 = ['avoids-control-plane', 'fewest-pods', 'has-room', 'tolerates', 'avoids-cordoned'] as const;

for (const lang of LANGUAGES) {
  const skip = missingForTemplate(lang);
  const facts = LANGUAGE_FACTS[lang];

  describe(`what init --lang ${lang} writes`, { skip }, () => {
    let cluster: OpenTrialCluster;
    before(async () => {
      cluster = await trialCluster();
    });
    after(() => cluster.close());

    test('the skeleton builds and runs, and does nothing yet', async () => {
      using project = await templateProject(lang, 'skeleton');
      checks(project);
      const { status, stdout, stderr } = project.run(facts.test);
      assert.notEqual(status, 0, 'its tests ask for what is not written yet');
      assert.match(stdout + stderr, /ours are the pods|TestMine|test_ours_are_the_pods/);
      const lines: string[] = [];
      const results = await tried(cluster, project.program, {
        only: STEP_2,
        limits: HOPELESS,
        observe: (event) => {
          if (event.type === 'said') lines.push(event.line);
        },
      });
      assert.deepEqual(passedOf(results), []);
      assert.deepEqual(
        results.map(({ mistake, found }) => mistake?.id ?? found),
        ['does-nothing', 'not tried: it does nothing for a pod yet'],
      );
      assert.match(lines.join('\n'), /workshop-scheduler is connected, mode bind/);
      assert.doesNotMatch(lines.join('\n'), /panic|Traceback|at file:/);
    });

    test('with step 2 written, its trials pass, and none of step 3', async () => {
      using project = await templateProject(lang, 'half');
      checks(project);
      const results = await tried(cluster, project.program, {
        only: [...STEP_2, ...STEP_3],
        limits: HOPELESS,
      });
      assert.deepEqual(passedOf(results), STEP_2);
    });

    test('the solution passes its own tests and all trials', async () => {
      using project = await templateProject(lang, 'solved');
      checks(project);
      const { status, stdout, stderr } = project.run(facts.test);
      assert.equal(status, 0, stdout + stderr);
      const results = await tried(cluster, project.program);
      assert.deepEqual(
        results.filter(({ ok }) => ok !== true).map(({ trial, found }) => `${trial.id}: ${found}`),
        [],
      );
      assert.deepEqual(passedOf(results), TRIAL_IDS);
    });
  });
}

/** What its language's own checkers say of it. */
function checks(project: TemplateProject): void {
  const line = {
    ts: 'node node_modules/typescript/bin/tsc -p .',
    go: 'go vet . && test -z "$(gofmt -l .)"',
    python: '.venv/bin/python -m py_compile scheduler.py test_scheduler.py',
  };
  const { status, stdout, stderr } = project.run(line[project.lang]);
  assert.equal(status, 0, stdout + stderr);
}

function passedOf(results: readonly TrialResult[]): string[] {
  return results.filter(({ ok }) => ok === true).map(({ trial }) => trial.id);
}
