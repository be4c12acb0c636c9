import type { Language } from '../../project/project.ts';

export { type Language, LANGUAGES } from '../../project/project.ts';

/** What a project looks like in one language. */
export interface LanguageFacts {
  readonly title: string;
  /** The files of its folder in `workshop/templates/`, as they are called in the project; the scheduler's own comes beside them. */
  readonly files: readonly string[];
  /** Shell lines, as in `minisched.yaml`. */
  readonly build?: string;
  readonly run: string;
  /** Lines to type once before all others, to run the tests, and to start the scheduler by hand. */
  readonly install: string;
  readonly test: string;
  readonly start: string;
  /** What the open parts are called. */
  readonly names: Readonly<Record<'isMine' | 'react' | 'isFinished' | 'filter' | 'score', string>>;
}

const EVERYWHERE = ['.gitignore', '.github/workflows/test.yaml'];
const NAMES = {
  isMine: 'isMine',
  react: 'react',
  isFinished: 'isFinished',
  filter: 'filter',
  score: 'score',
};

/** All languages that `init` knows. */
export const LANGUAGE_FACTS: Readonly<Record<Language, LanguageFacts>> = {
  ts: {
    title: 'TypeScript',
    files: ['scheduler.test.ts', 'package.json', 'tsconfig.json', ...EVERYWHERE],
    run: 'node scheduler.ts',
    install: 'npm install',
    test: 'npm test',
    start: 'node scheduler.ts',
    names: NAMES,
  },
  go: {
    title: 'Go',
    files: ['scheduler_test.go', 'go.mod', 'go.sum', ...EVERYWHERE],
    build: 'go build -o bin/scheduler .',
    run: './bin/scheduler',
    install: 'go mod download',
    test: 'go test .',
    start: 'go run .',
    names: NAMES,
  },
  python: {
    title: 'Python',
    files: ['test_scheduler.py', 'requirements.txt', ...EVERYWHERE],
    run: '.venv/bin/python scheduler.py',
    install: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
    test: '.venv/bin/python -m unittest',
    start: '.venv/bin/python scheduler.py',
    names: { ...NAMES, isMine: 'is_mine', isFinished: 'is_finished', filter: 'filter_node' },
  },
};
