import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { block } from '../../src/export/killercoda/blocks.ts';
import { killercodaScenario } from '../../src/export/killercoda/scenario.ts';
import { type ProgramSource, sourceOf } from '../../src/export/killercoda/source.ts';
import { wordsOf } from '../../src/export/words-of.ts';
import { loadSteps } from '../../src/workshop/content.ts';
import { languagesOf } from '../../src/workshop/translation.ts';
import { testCli } from '../helpers/cli-context.ts';
import { execBlocks } from '../helpers/exec-blocks.ts';
import { missingOnPath } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CONTENT = fileURLToPath(new URL('../../workshop', import.meta.url));
const SOURCES: readonly ProgramSource[] = [
  { kind: 'repository', address: 'https://example.org/me/it.git' },
  { kind: 'archive', address: 'https://example.org/it.tgz?a=b&c=d' },
  { kind: 'package', name: '@me/it@1.2.3' },
  { kind: 'file', bytes: Buffer.from('packed') },
];
const files = scenario();

describe('a Killercoda scenario', () => {
  test('names files that are there, and each file is named', () => {
    const { details } = JSON.parse(String(files.get('index.json')));
    const named = [details.intro, ...details.steps, details.finish].flatMap(
      ({ text, verify, foreground, background }) =>
        [text, verify, foreground, background].filter((path) => path !== undefined),
    );
    const assets = details.assets.host01.map(({ file }: { readonly file: string }) => `assets/${file}`);
    assert.equal(new Set([...named, ...assets]).size, files.size - 1);
    assert.deepEqual(new Set([...named, ...assets, 'index.json']), new Set(files.keys()));
  });

  test('has a script for each of its steps, and leaves out what needs real nodes', () => {
    const { details } = JSON.parse(String(files.get('index.json')));
    assert.deepEqual(
      details.steps.map(({ verify }: { readonly verify?: string }) => verify),
      loadSteps(CONTENT)
        .filter(({ number }) => number >= 1 && number <= 13)
        .map(({ folder }) => `${basename(folder)}/verify.sh`),
    );
  });

  for (const source of SOURCES) {
    test(
      `has scripts that bash can read, with the program from a ${source.kind}`,
      { skip: missingOnPath('bash') },
      () => {
        const scripts = [...scenario(source)].filter(([name]) => name.endsWith('.sh'));
        assert.ok(scripts.length > 10);
        for (const [name, script] of scripts) {
          const { status, stderr } = spawnSync('bash', ['-n'], { input: String(script), encoding: 'utf8' });
          assert.equal(status, 0, `${name}: ${stderr}`);
        }
      },
    );
  }

  test('has every command of a step in a block of its own, filled in', () => {
    for (const [name, text] of files) {
      if (!/^\d.*\/text\.md$/.test(name)) continue;
      const blocks = execBlocks(String(text));
      assert.ok(blocks.length >= 3, name);
      assert.ok(
        blocks.every(({ line }) => !line.includes('\n')),
        name,
      );
      assert.doesNotMatch(String(text), /\$\{|--hold/, name);
    }
    const [first] = execBlocks(String(files.get('01-cluster/text.md')));
    assert.equal(first?.line, 'kubectl minisched cluster create --provider embedded');
  });

  test('says in which tab: the scheduler of an earlier step goes on, another one takes its place', () => {
    const typed = (name: string) =>
      execBlocks(String(files.get(`${name}/text.md`))).filter(({ line }) =>
        /^(?:#|kubectl minisched serve|cp )/.test(line),
      );
    assert.deepEqual(
      typed('04-run').map(({ line, interrupts }) => [line, interrupts]),
      [['kubectl minisched serve --no-tui', true]],
    );
    assert.deepEqual(
      typed('05-orphan').map(({ line, interrupts }) => [line, interrupts]),
      [
        ['# Ctrl-C', true],
        ['kubectl minisched serve --no-tui', false],
      ],
    );
    assert.deepEqual(typed('06-taints'), []);
    assert.deepEqual(
      typed('09-spread-and-pack').map(({ line }) => line),
      [
        'cp spread.yaml scheduler.yaml',
        'kubectl minisched serve --no-tui --config scheduler.yaml',
        'cp pack.yaml scheduler.yaml',
        'kubectl minisched serve --no-tui',
      ],
    );
  });

  test('asks more than the checks where they would pass too easily', () => {
    assert.match(String(files.get('02-watch/verify.sh')), /"mode": "watch"/);
    assert.match(String(files.get('03-decide/verify.sh')), /"mode": "decide"/);
    assert.doesNotMatch(String(files.get('04-run/verify.sh')), /"mode"/);
    assert.match(String(files.get('05-orphan/verify.sh')), /for pod in orphan; do[\s\S]*-lt 5 /);
    assert.match(String(files.get('13-gang/verify.sh')), /for pod in gang1 gang2 gang3; do[\s\S]*-lt 2 /);
  });

  test('says before anything else that its nodes are simulated', () => {
    for (const lang of languagesOf(CONTENT))
      assert.match(String(scenario(SOURCES[0], lang).get('intro/text.md')), /\*\*simul(?:ated|iert)\*\*/);
  });

  test('is the same when it is made again, and does the same in every language', () => {
    assert.deepEqual(scenario(), files);
    for (const lang of languagesOf(CONTENT)) {
      const translated = scenario(SOURCES[0], lang);
      assert.deepEqual([...translated.keys()], [...files.keys()]);
      for (const [name, text] of translated)
        if (name.endsWith('text.md'))
          assert.deepEqual(
            execBlocks(String(text)).map(({ line }) => line),
            execBlocks(String(files.get(name))).map(({ line }) => line),
            name,
          );
    }
  });

  test('a block is fenced with more ticks than are in it', () => {
    assert.equal(block('a ``` b', 'exec'), '````plain\na ``` b\n````{{exec}}');
  });
});

describe('where a Killercoda machine gets the program from', () => {
  for (const [text, kind] of [
    ['https://example.org/me/it', 'repository'],
    ['https://example.org/me/it.git', 'repository'],
    ['git@example.org:me/it.git', 'repository'],
    ['ssh://git@example.org/me/it.git', 'repository'],
    ['https://example.org/it-1.0.0.tgz', 'archive'],
    ['https://example.org/it.tar.gz?token=x', 'archive'],
    ['kubectl-minisched', 'package'],
    ['@me/kubectl-minisched@0.1.0', 'package'],
    ['https://example.org/$(reboot)', undefined],
    ['it; reboot', undefined],
    ['-rf', undefined],
    ['', undefined],
  ] as const) {
    test(`${text === '' ? 'nothing' : text}: ${kind ?? 'refused'}`, () => {
      assert.equal(sourceOf(text)?.kind, kind);
    });
  }

  test('is asked for where nobody says it, and a file that is not there is named', async () => {
    using temp = tempFolder();
    const cli = testCli(temp.path);
    for (const source of ['a b', './nowhere.tgz']) {
      const { code, err } = await cli.run(
        'workshop',
        'export',
        'k',
        '--format',
        'killercoda',
        '--source',
        source,
      );
      assert.deepEqual([code, err.includes(source)], [2, true]);
    }
  });
});

function scenario(source: ProgramSource | undefined = SOURCES[0], lang = 'en') {
  assert.ok(source);
  return killercodaScenario(loadSteps(CONTENT, lang), wordsOf(lang), source);
}
