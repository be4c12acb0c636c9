import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { askQuestions, mayAsk } from '../../../src/app/workshop/asking.ts';
import type { CliContext } from '../../../src/app/context.ts';
import { openJournal } from '../../../src/workshop/journal.ts';
import { type Asked, openQuestions } from '../../../src/workshop/quiz.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { START } from '../../helpers/fake-clock.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const STYLE = { width: 80, colours: false, unicode: true };

function asked(step: number, id: string): Asked {
  const choices = [
    { text: 'this', why: 'This is not so.' },
    { text: 'that', right: true as const, why: 'That is so.' },
  ];
  return { step, title: `Title ${step}`, question: { id, question: `Why ${id}?`, choices } };
}

/** A person who types these lines, one for each time they are asked, and what they see. */
function person(home: string, lines: readonly string[], signal = new AbortController().signal) {
  let seen = '';
  const left = [...lines];
  const stdin = new Readable({ read: () => undefined });
  const cli: CliContext = {
    ...testCli(home).context,
    stdin: Object.assign(stdin, { isTTY: true }),
    stdout: {
      isTTY: true,
      write(text) {
        seen += text;
        // the next line is typed when it is asked for
        if (/ 1 to \d: $/.test(text)) stdin.push(left.length > 0 ? `${left.shift()}\n` : null);
      },
    },
    signal,
  };
  return { cli, seen: () => seen };
}

async function answering(lines: readonly string[], questions: readonly Asked[]) {
  using folder = tempFolder();
  const { cli, seen } = person(folder.path, lines);
  const journal = openJournal(folder.file('journal.jsonl'), () => START);
  const goesOn = await askQuestions(cli, questions, { journal, style: STYLE });
  const answers = journal
    .entries()
    .flatMap((entry) =>
      entry.kind === 'quiz-answered' ? [[entry.step, entry.id, entry.choice, entry.right]] : [],
    );
  const steps = [2, 4].map((number) => ({
    number,
    title: '',
    quiz: questions.flatMap(({ step, question }) => (step === number ? [question] : [])),
  }));
  const open = openQuestions(steps, journal.entries()).map(({ question: { id } }) => id);
  journal.close();
  return { answers, seen: seen(), open, goesOn };
}

test('each answer is written down and explained; Enter alone skips, and a skipped question comes again', async () => {
  const { answers, seen, open, goesOn } = await answering(
    ['2', '', '1'],
    [asked(2, 'a'), asked(2, 'b'), asked(4, 'c')],
  );
  assert.deepEqual(answers, [
    [2, 'a', 2, true],
    [4, 'c', 1, false],
  ]);
  assert.deepEqual(open, ['b']);
  assert.equal(goesOn, true);
  assert.match(
    seen,
    /after step 2 \(Title 2\): 2 questions\.[^]*Why a\?[^]*✔ Right\.\n {2}2\. That is so\.\n/,
  );
  assert.match(
    seen,
    /after step 4 \(Title 4\): one question\.[^]*✘ No: 2 is right\.\n {2}1\. This is not so\.\n/,
  );
});

test('what is no answer is asked again', async () => {
  const { answers, seen } = await answering(['0', '3', 'two', '22', ' 2 '], [asked(2, 'a')]);
  assert.deepEqual(answers, [[2, 'a', 2, true]]);
  assert.equal(seen.match(/A number from 1 to 2/g)?.length, 4);
});

test('q skips all that follow, also after later steps, and so does the end of the input', async () => {
  for (const lines of [['q'], []]) {
    const { answers, open, goesOn } = await answering(lines, [asked(2, 'a'), asked(4, 'b')]);
    assert.deepEqual([answers, open, goesOn], [[], ['a', 'b'], false]);
  }
});

test('Ctrl-C ends the asking with its reason; what was answered before stays', async () => {
  using folder = tempFolder();
  const ending = new AbortController();
  const { cli } = person(folder.path, ['1'], ending.signal);
  const write = cli.stdout.write.bind(cli.stdout);
  const stdout = {
    isTTY: true,
    write(text: string) {
      if (text.includes('Why b?')) ending.abort(new Error('Ctrl-C'));
      write(text);
    },
  };
  const journal = openJournal(folder.file('journal.jsonl'), () => START);
  const asking = askQuestions({ ...cli, stdout }, [asked(2, 'a'), asked(2, 'b')], { journal, style: STYLE });
  await assert.rejects(asking, /Ctrl-C/);
  assert.equal(journal.entries().length, 1);
  journal.close();
});

test('nobody is asked in CI, or where input or output is no terminal', () => {
  using folder = tempFolder();
  const { cli } = person(folder.path, []);
  assert.equal(mayAsk(cli), true);
  assert.equal(mayAsk({ ...cli, env: { CI: 'true' } }), false);
  assert.equal(mayAsk({ ...cli, stdin: Readable.from([]) }), false);
  assert.equal(mayAsk({ ...cli, stdout: { write: () => undefined } }), false);
});
