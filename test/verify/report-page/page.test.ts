import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JournalEntry } from '../../../src/workshop/journal-entry.ts';
import { visible } from '../../../src/lib/html.ts';
import { castText } from '../../../src/verify/report-page/cast.ts';
import { playerProgram } from '../../../src/verify/report-page/assets.ts';
import { recordOf, type ReportParts } from '../../../src/verify/report-page/record.ts';
import { RECORDING, REPORT, reportFiles } from '../../../src/verify/report-page/report-files.ts';
import { readPage } from '../../helpers/html-page.ts';
import { decidedStory, reportParts, withEverywhere } from '../../helpers/report-parts.ts';
import { factsOf, goodStory, time, WORKERS } from '../../helpers/story.ts';

function pageOf(parts: ReportParts): string {
  return reportFiles(parts).get(REPORT) ?? '';
}

/** What a reader sees, with single spaces. */
function textOf(parts: ReportParts): string {
  return readPage(pageOf(parts)).text.replace(/\s+/g, ' ');
}

describe('the page of a good play', () => {
  const text = textOf(reportParts());

  test('says the verdict, and from what kind of cluster it is, before anything else', () => {
    assert.match(text, /a Kubernetes scheduler of one's own All \d+ checks passed kind real Kubernetes/);
    const { evidence, ...rest } = reportParts();
    const facts = { ...evidence.facts, cluster: { ...evidence.facts.cluster, kind: 'embedded' as const } };
    assert.match(
      textOf({ ...rest, evidence: { ...evidence, facts } }),
      /checks passed embedded \(simulated nodes\) .*no container ran/,
    );
  });

  test('names what failed at the top', () => {
    const { evidence, ...rest } = reportParts();
    const findings = evidence.findings.map((each) =>
      each.id === 'pods-spread' ? { ...each, ok: false, seen: '4-1-1' } : each,
    );
    const seen = textOf({ ...rest, evidence: { ...evidence, findings, ok: false } });
    assert.match(
      seen,
      /1 of \d+ checks failed .*What failed: The six pods are spread evenly: 4-1-1.*✘ Placement/,
    );
  });

  test('sums up in four tiles what the workshop asks for', () => {
    assert.match(text, /✔ Placement 2 · 2 · 2 of pod1 to pod6 on each worker/);
    assert.match(text, /✔ Orphan hung 30 s bound 150 ms after the scheduler's start/);
    assert.match(text, /✔ Blocked pod 0 of 4 nodes wanted it; bound 550 ms after the taint went/);
    assert.match(text, /✔ Own words said/);
  });

  test('tells in words what it draws: which pods were on which node, and which waited', () => {
    const [one, two, three] = WORKERS;
    assert.match(
      text,
      new RegExp(
        `placed at [^:]*10:00:35.500: pod1, pod4 on ${one}; pod2, pod5 on ${two}; pod3, pod6 on ${three}\\.`,
      ),
    );
    assert.match(
      text,
      /created, then pending at [^;]*;[^;]*;[^;]*; orphan on no node\. It stayed so for 30 s, looked at 31 times\./,
    );
    assert.match(text, /taint workshop=blocked:NoSchedule\); blocked on no node/);
    assert.match(text, /nothing on sched-workshop-worker \(taint|pod1, pod4, orphan on/);
  });

  test('has both timelines, with how long each part was', () => {
    assert.match(text, /10:00:48\.000.*t0: scheduler stopped \(pid 100\).*10:00:50 t1: orphan created/);
    assert.match(text, /0\/4 nodes are available: 4 node\(s\) had untolerated taint\(s\)\./);
    assert.match(text, /It was bound 550 ms after the taint was removed/);
  });

  test('has a table of points, with what was out and why, and what was chosen', () => {
    assert.match(text, /pod1 10:00:20\.000 out 400 ← chosen 350 333\.3/);
    assert.match(text, /out: sched-workshop-control-plane: TaintToleration: taint node-role/);
    assert.match(text, /out: [^:]*: NodeResourcesFit: Insufficient cpu/);
    assert.match(text, /100 × 3/);
  });

  test('has every check, the person’s words, and what was typed, printed, said and checked', () => {
    const { evidence } = reportParts();
    for (const { id, title } of evidence.findings)
      assert.ok(text.includes(`${title} ${id}`) || text.includes(`${title}${id}`), id);
    assert.ok(text.includes('Fewest pods first: one lost node costs the fewest pods.'));
    assert.ok(text.includes('$ kubectl run pod1 --image=pause pod/pod1 created'));
    assert.match(text, /│ bound default\/pod1 -> sched-workshop-worker \(had 0 pods\)/);
    assert.ok(text.includes('✔ all six run (all 6 do)'));
    assert.ok(!text.includes('long after the workshop'), 'what was told after the runs is not theirs');
    assert.ok(!text.includes('│ decided'), 'a decision that the binding says again has no line');
  });

  test('links the repository only where it is an address of the web', () => {
    const links = (repository: string) => {
      const { evidence, ...rest } = reportParts();
      const { tags } = readPage(pageOf({ ...rest, evidence: { ...evidence, repository } }));
      return tags
        .flatMap(({ attributes }) => attributes['href'] ?? [])
        .filter((href) => !href.startsWith('#'));
    };
    assert.deepEqual(links('https://example.org/me?a="b"'), ['https://example.org/me?a=%22b%22']);
    assert.deepEqual(links('javascript:alert(1)'), []);
    assert.deepEqual(links('git@example.org:me/it'), []);
  });
});

describe('what a person has of their own', () => {
  const { evidence, ...rest } = reportParts();
  const { placement } = evidence.facts.story;

  test('a program is named where the scheduler is, and so are its trials, which decide nothing', () => {
    assert.ok(placement);
    const entries = placement.entries.map((entry) =>
      entry.kind === 'scheduler-started' ? { ...entry, program: 'go run . <x>' } : entry,
    );
    const story = { ...evidence.facts.story, placement: { ...placement, entries } };
    const trials = {
      program: 'go run .',
      where: 'an embedded cluster of its own',
      results: [
        { id: 'binds', step: 4, title: 'binds a pod', ok: true, found: 'bound after 0.1 s' },
        {
          id: 'watch-ends',
          step: 5,
          title: 'outlives its watch',
          ok: false,
          found: 'it ended',
          mistake: 'dies with the watch',
        },
        { id: 'quick', step: 4, title: 'is quick', found: 'it could not be measured' },
      ],
    };
    const text = textOf({ ...rest, evidence: { ...evidence, trials, facts: { ...evidence.facts, story } } });
    assert.match(text, /Scheduler workshop-scheduler: their own program, go run \. <x> Kubernetes/);
    assert.match(text, /All \d+ checks passed/);
    assert.match(text, /What their scheduler can do: 1 of 2 passed, 1 could not be told/);
    assert.match(text, /✘ outlives its watch not yet: it ended \(usual mistake: dies with the watch\) 5/);
    assert.match(text, /\? is quick it could not be measured/);
  });

  test('answers are theirs, right or wrong', () => {
    const quiz = [
      { at: time(10), step: 4, id: 'why-binding', choice: 2, right: true },
      { at: time(20), step: 5, id: 'two-schedulers', choice: 1, right: false },
    ];
    const text = textOf({ ...rest, evidence: { ...evidence, facts: { ...evidence.facts, quiz } } });
    assert.match(text, /1 of 2 right at first try\. No check depends on it/);
    assert.match(text, /4 why-binding 2 ✔ .*5 two-schedulers 1 ✘/);
  });
});

describe('the page of a play that was not finished', () => {
  test('says what is missing, and how to play it', () => {
    const { cluster } = goodStory();
    const { evidence } = reportParts();
    const facts = factsOf({ cluster, journal: [] });
    const { repository: _, ...others } = evidence;
    const text = textOf({
      evidence: { ...others, note: {}, facts },
      outputs: new Map(),
      journal: [],
      log: 'no JSON at all\n{"type":',
    });
    assert.match(text, /workshop step 5 plays it.*workshop step 6 plays it/);
    assert.match(text, /To do: kubectl minisched verify --repo.*To do: kubectl minisched verify --note/);
    assert.match(text, /Nothing was played on this cluster that could be recorded/);
  });
});

describe('the page of any part of a journal', () => {
  test('is a whole page, and its recording goes on in time', () => {
    const { evidence, journal, ...rest } = reportParts();
    const story = decidedStory();
    fc.assert(
      fc.property(fc.subarray([...journal]), fc.boolean(), (part, hasLog) => {
        const parts = { ...rest, log: hasLog ? rest.log : '' };
        const facts = factsOf({ ...story, journal: part });
        const files = reportFiles({ ...parts, evidence: { ...evidence, facts }, journal: part });
        readPage(files.get(REPORT) ?? '');
        const isPlayed = part.some(({ kind }) => kind === 'step-started');
        const isOurs = part.some(({ kind }) => kind === 'run-started');
        assert.equal(files.has(RECORDING), isPlayed && isOurs);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the page’s form', () => {
  const page = pageOf(reportParts());
  const { tags, raw } = readPage(page);

  test('asks for nothing: no address but links that a person follows', () => {
    const wanting = tags.filter(
      ({ name, attributes }) =>
        Object.keys(attributes).some((key) =>
          ['src', 'srcset', 'xlink:href', 'data', 'action', 'poster'].includes(key),
        ) || ['link', 'img', 'iframe', 'object', 'embed', 'base', 'form'].includes(name),
    );
    assert.deepEqual(wanting, []);
    assert.doesNotMatch(raw.find(({ name }) => name === 'style')?.text ?? '', /url\(|@import/);
  });

  test('lets the browser run its own program and style sheet, and nothing else', () => {
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
      ?.attributes['content'];
    const hashes = raw
      .filter(({ text }) => !text.startsWith('\n['))
      .map(({ text }) => `sha256-${createHash('sha256').update(text).digest('base64')}`);
    assert.equal(hashes.length, 2);
    for (const hash of hashes) assert.ok(policy?.includes(hash), hash);
    assert.match(policy ?? '', /^default-src 'none'/);
    assert.ok(!page.includes('unsafe-inline') && !tags.some(({ attributes }) => 'style' in attributes));
  });

  test('has one title, headings that skip no level, rows and columns that are named, and ids that are unique', () => {
    const levels = tags.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    assert.equal(levels.filter((level) => level === 1).length, 1);
    assert.ok(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1));
    assert.ok(tags.filter(({ name }) => name === 'th').every(({ attributes }) => attributes['scope']));
    const count = (wanted: string) => tags.filter(({ name }) => name === wanted).length;
    assert.equal(count('caption'), count('table'));
    const ids = tags.flatMap(({ attributes }) => attributes['id'] ?? []);
    assert.equal(new Set(ids).size, ids.length);
    for (const { attributes } of tags)
      for (const key of ['aria-labelledby', 'for'])
        if (attributes[key]) assert.ok(ids.includes(attributes[key]), attributes[key]);
    for (const { attributes } of tags)
      if (attributes['href']?.startsWith('#'))
        assert.ok(ids.includes(attributes['href'].slice(1)), attributes['href']);
    assert.ok(
      tags
        .filter(({ name }) => name === 'svg')
        .every(({ attributes }) => attributes['aria-hidden'] === 'true' || attributes['aria-label']),
    );
  });

  test('holds a program that cannot end its own element', () => {
    assert.doesNotMatch(playerProgram(), /<\/script|<!--/i);
  });
});

describe('hostile text', () => {
  const fragments = fc.constantFrom(
    '</script>',
    '<script>alert(1)</script>',
    '<!--',
    '-->',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '&lt;b&gt;',
    '&',
    '<svg/onload=alert(1)>',
    '</title></style></pre></svg>',
    '${alert(1)}',
    '\u0000',
    '\u001b[2J\u001b]0;x\u0007',
    '\u202e',
    '\ud800',
    '\u2028',
    '\n',
    '|',
    ']]>',
    'ünï👩‍💻',
  );
  const hostile = fc
    .array(fc.oneof(fragments, fc.string({ unit: 'binary', maxLength: 8 })), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(''));
  const shape = (page: string) =>
    new Set(
      readPage(page).tags.map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`),
    );
  const benign = shape(pageOf(withEverywhere(reportParts(), 'benign\n👩‍💻')));

  test('is text wherever it stands: no element and no attribute comes of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = pageOf(withEverywhere(reportParts(), text));
        const strange = [...shape(page)].filter((each) => !benign.has(each) && !each.endsWith('textLength'));
        assert.deepEqual(strange, []);
        const { raw } = readPage(page);
        assert.deepEqual(
          raw.map(({ name }) => name),
          ['style', 'script', 'script'],
        );
        assert.equal(raw[2]?.text, playerProgram());
        assert.equal(JSON.parse(raw[1]?.text ?? '')[0].version, 2);
      }),
      { numRuns: 60 },
    );
  });

  test('is there to be read', () => {
    const evil = `<script>alert("1")</script> & 'more'`;
    const text = textOf(withEverywhere(reportParts(), evil));
    assert.ok(text.includes(`Fewest pods first: one lost node costs the fewest pods.${evil}`));
    assert.ok(text.includes(`big4${visible(evil)}`));
  });
});

describe('a page and a recording', () => {
  test('are the same for the same parts', () => {
    assert.deepEqual(reportFiles(reportParts()), reportFiles(reportParts()));
  });

  test('do not depend on how the log repeats the journal', () => {
    const parts = reportParts();
    const told = parts.journal.flatMap((entry) =>
      entry.kind === 'scheduler-told' ? [`${JSON.stringify(entry.event)}\n`] : [],
    );
    assert.deepEqual(reportFiles({ ...parts, log: parts.log + told.join('') }), reportFiles(parts));
  });

  test('stay small when somebody printed a lot, and say that there is more', () => {
    const lines = Array.from(
      { length: 900 },
      (_, at) => `line ${at} of a very long output that nobody reads`,
    );
    const many = Array.from({ length: 200 }, (_, at): JournalEntry => ({
      seq: 1000 + at,
      at: time(113),
      kind: 'command',
      step: 6,
      line: 'kubectl get all',
      exitCode: 0,
      startedAt: time(113),
      stdout: lines.join('\n'),
      stderr: '',
    }));
    const { journal, ...rest } = reportParts();
    const files = reportFiles({
      ...rest,
      journal: [...journal, ...many].toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    });
    const page = files.get(REPORT) ?? '';
    assert.ok(page.length < 1_000_000, `${page.length} characters`);
    assert.match(readPage(page).text, /… 840 more lines stand in journal\.jsonl/);
    assert.ok((files.get(RECORDING)?.length ?? 0) < 500_000);
  });

  test('of an own note cut it with a sentence', () => {
    const { evidence, ...rest } = reportParts();
    const text = textOf({
      ...rest,
      evidence: { ...evidence, note: { ...evidence.note, why: 'because '.repeat(4000) } },
    });
    assert.match(text, /Cut here: \d+ more characters stand in evidence\.json\./);
  });
});

describe('a recording', () => {
  const { cast } = recordOf(reportParts());

  test('is asciicast v2: a header, then events whose times never go back', () => {
    assert.ok(cast);
    const [header, ...events] = castText(cast)
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(Object.keys(Object(header)), [
      'version',
      'width',
      'height',
      'timestamp',
      'idle_time_limit',
      'title',
      'env',
    ]);
    assert.equal(cast.header.version, 2);
    assert.ok(Number.isInteger(cast.header.timestamp) && Number.isInteger(cast.header.width));
    let last = 0;
    for (const event of events) {
      assert.ok(Array.isArray(event) && event.length === 3);
      const [at, code, data]: unknown[] = event;
      assert.ok(typeof at === 'number' && at >= last && typeof data === 'string');
      assert.ok(code === 'o' || code === 'm');
      last = at;
    }
    assert.ok(events.length > 20);
  });

  test('has everything at its own time, and says that it is drawn', () => {
    assert.match(cast?.header.title ?? '', /drawn from the journal/);
    const at = (words: string) => cast?.events.find(([, , text]) => text.includes(words))?.[0];
    // the first step begins one second after the run
    assert.equal(at('$ kubectl run pod1'), 19.9);
    assert.equal(at('pod/pod1 created'), 20);
    assert.equal(at('bound default/pod1'), 19.1);
    assert.deepEqual(
      cast?.events.filter(([, code]) => code === 'm').map(([at, , name]) => [at, name]),
      [
        [0, 'Step 4: Run it'],
        [44, 'Step 5: The orphan'],
        [89, 'Step 6: Taints'],
        [119, 'Step 7: Real resources'],
      ],
    );
  });

  test('never goes back, though a clock was set back', () => {
    const { journal, ...rest } = reportParts();
    const back = (at: string) => new Date(Date.parse(at) - 60_000).toISOString();
    const set = journal.map((entry) =>
      'step' in entry && entry.step >= 6 ? { ...entry, at: back(entry.at) } : entry,
    );
    const times = recordOf({ ...rest, journal: set }).cast?.events.map(([at]) => at) ?? [];
    assert.ok(times.length > 20);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });

  test('lets nothing recorded steer a terminal', () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m';
    const { cast } = recordOf(withEverywhere(reportParts(), evil));
    for (const [, , text] of cast?.events ?? []) {
      assert.doesNotMatch(text.replaceAll('\r\n', '').replaceAll(STYLE, ''), /\p{Cc}/u);
    }
  });
});

/** What the recording itself says to a terminal. */
const STYLE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
