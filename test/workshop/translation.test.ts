import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { UsageError, UserError } from '../../src/lib/errors.ts';
import { loadSteps, type Step } from '../../src/workshop/content.ts';
import { languagesOf } from '../../src/workshop/translation.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ENGLISH = `title: A step
minutes: 5
play:
  - say: Hello, wait for \${hold}.
    policy: least-pods
  - run: kubectl get pods
  - say: Bye.
moments:
  - id: soon
    title: soon it is so
    pod: { name: a }
checks:
  - id: it-runs
    title: it runs
    hint: Look at it.
    pod: { name: a, phase: Running }
hints: [One hint.]
quiz:
  - id: why
    question: Why?
    choices:
      - { text: So, why: No. }
      - { text: Because, right: true, why: Yes. }
`;

const GERMAN = `title: Ein Schritt
say:
  - Hallo, warte \${hold}.
  - Tschüss.
checks:
  soon: { title: bald ist es so }
  it-runs: { title: es läuft, hint: Sieh hin. }
hints: [Ein Tipp.]
quiz:
  why:
    question: Warum?
    choices:
      - { text: So, why: Nein. }
      - { text: Darum, why: Ja. }
`;

/** A workshop of one step in English and German, in a folder of its own; each test changes what it is about. */
function content(change: Readonly<Record<string, string | undefined>> = {}) {
  const folder = tempFolder();
  const files = {
    '00-first/step.md': 'The text with ${scheduler}.\n',
    '00-first/step.yaml': ENGLISH,
    'lang/de/00-first/step.md': 'Der Text mit ${scheduler}.\n',
    'lang/de/00-first/texts.yaml': GERMAN,
    ...change,
  };
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  }
  return folder;
}

function germanStep(change?: Readonly<Record<string, string | undefined>>): Step {
  using folder = content(change);
  const [step] = loadSteps(folder.path, 'de');
  assert.ok(step);
  return step;
}

test('a translated step says everything in its language', () => {
  const { title, text, play, moments, checks, hints, quiz } = germanStep();
  const said = play.flatMap((item) => ('say' in item ? [item.say] : []));
  assert.deepEqual(
    [title, text, ...said],
    ['Ein Schritt', 'Der Text mit ${scheduler}.\n', 'Hallo, warte ${hold}.', 'Tschüss.'],
  );
  assert.deepEqual(
    [...moments, ...checks].map((check) => [check.title, check.hint]),
    [
      ['bald ist es so', undefined],
      ['es läuft', 'Sieh hin.'],
    ],
  );
  assert.deepEqual(hints, ['Ein Tipp.']);
  assert.deepEqual(quiz, [
    {
      id: 'why',
      question: 'Warum?',
      choices: [
        { text: 'So', why: 'Nein.' },
        { text: 'Darum', right: true, why: 'Ja.' },
      ],
    },
  ]);
});

test('what is played, asked and right is that of the one step.yaml, and the original goes along', () => {
  using folder = content();
  const [[english], [german]] = [loadSteps(folder.path), loadSteps(folder.path, 'de')];
  assert.ok(english && german);
  assert.deepEqual(german.original, english);
  assert.equal(english.original, undefined);
  assert.deepEqual(shape(german), shape(english));
});

/** The step without a word that people read. */
function shape({ original: _original, ...step }: Step): unknown {
  const texts = new Set(['title', 'text', 'say', 'hint', 'question', 'why', 'hints']);
  return JSON.parse(JSON.stringify(step, (key, value: unknown) => (texts.has(key) ? '' : value)));
}

const MISTAKES: readonly { name: string; from: string; to: string; says: RegExp }[] = [
  { name: 'a missing title', from: 'title: Ein Schritt\n', to: '', says: /texts\.yaml:1: title is missing$/ },
  {
    name: 'an empty text',
    from: 'Sieh hin.',
    to: "''",
    says: /texts\.yaml:7: checks\.it-runs\.hint is missing$/,
  },
  { name: 'a missing say', from: '  - Tschüss.\n', to: '', says: /texts\.yaml:2: say\[2\] is missing$/ },
  {
    name: 'a say too many',
    from: '  - Tschüss.\n',
    to: '  - Tschüss.\n  - Noch was.\n',
    says: /texts\.yaml:5: say\[3\] is nothing that the step says$/,
  },
  {
    name: 'a check that the step does not have',
    from: '  soon:',
    to: '  sooner:',
    says: /texts\.yaml:6: checks\.soon is missing, and 1 more$/,
  },
  {
    name: 'a word that is not known',
    from: 'hints: [Ein Tipp.]',
    to: 'hints: [Ein Tipp.]\nminutes: 9',
    says: /texts\.yaml:9: minutes is nothing that the step says$/,
  },
  {
    name: 'an answer without its reason',
    from: 'text: Darum, why: Ja.',
    to: 'text: Darum',
    says: /texts\.yaml:14: quiz\.why\.choices\[2\]\.why is missing$/,
  },
  {
    name: 'an answer that would be right',
    from: '{ text: So,',
    to: '{ right: true, text: So,',
    says: /quiz\.why\.choices\[1\]\.right is nothing that the step says$/,
  },
  {
    name: 'a number where a text belongs',
    from: 'Ein Tipp.',
    to: '5',
    says: /texts\.yaml:8: hints\[1\] must be a text, not 5$/,
  },
  {
    name: 'a variable that was forgotten',
    from: ' ${hold}',
    to: '',
    says: /texts\.yaml:3: say\[1\] does not say \$\{hold\}$/,
  },
  {
    name: 'a variable that the original does not have',
    from: 'Tschüss',
    to: 'Tschüss ${taint}',
    says: /texts\.yaml:4: say\[2\] says \$\{taint\}, which the original does not$/,
  },
  { name: 'YAML that is none', from: 'hints: [', to: 'hints: [[', says: /texts\.yaml:\d+: / },
  {
    name: 'a list where a map belongs',
    from: GERMAN,
    to: '- a\n',
    says: /texts\.yaml:1: the text must be a map$/,
  },
  { name: 'an empty file', from: GERMAN, to: '', says: /texts\.yaml:1: title is missing, and \d more$/ },
];

for (const { name, from, to, says } of MISTAKES) {
  test(`in a translation ${name} is one sentence with file, line and key`, () => {
    assert.ok(GERMAN.includes(from), from);
    const texts = { 'lang/de/00-first/texts.yaml': GERMAN.replace(from, () => to) };
    assert.throws(
      () => germanStep(texts),
      (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, says);
        assert.ok(!error.message.includes('\n'));
        return true;
      },
    );
  });
}

test('a step that nobody has translated, or has no text, is named', () => {
  const untold = { 'lang/de/00-first/step.md': undefined };
  assert.throws(() => germanStep(untold), /de.00-first.step\.md: a language needs this file/);
  const unread = { 'lang/de/00-first/step.md': 'Der Text.\n' };
  assert.throws(() => germanStep(unread), /step\.md:1: the text does not say \$\{scheduler\}$/);
});

test('texts of a step that is not there are named', () => {
  const left = { 'lang/de/07-gone/step.md': 'x' };
  assert.throws(() => germanStep(left), /lang.de.07-gone: there is no such step/);
});

test('a language that is not there is a sentence that names those there are', () => {
  using folder = content({ 'lang/fr/00-first/step.md': 'x' });
  assert.deepEqual(languagesOf(folder.path), ['en', 'de', 'fr']);
  for (const lang of ['xx', '', '../de', 'de/00-first']) {
    assert.throws(
      () => loadSteps(folder.path, lang),
      (error) => error instanceof UsageError && error.next === 'there are: en, de, fr',
      lang,
    );
  }
  rmSync(join(folder.path, 'lang'), { recursive: true });
  assert.deepEqual(languagesOf(folder.path), ['en']);
});
