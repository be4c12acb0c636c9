import type { Language } from '../project/project.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import { installLines } from './install.ts';
import { GO_OLDEST, PYTHON_OLDEST } from './known-good.ts';
import type { Machine, System, Told } from './machine.ts';
import { probe } from './probe.ts';
import { isOlder, versionIn } from './version-order.ts';

export interface ToolchainFacts {
  readonly lang: Language;
  /** What the compiler or interpreter said of its version; of TypeScript npm, for Node.js itself is looked at elsewhere. */
  readonly told: Told;
  /** What said whether Python can make an environment for a project: Debian's needs a package more. */
  readonly venv?: Told;
  readonly system: System;
  readonly arch: string;
}

/** With `--lang`: can a scheduler of one's own be built and run? */
export const toolchainProbe = probe<ToolchainFacts | undefined>({
  id: 'toolchain',
  title: 'Your language',
  blocks: 'program',
  gather: gatherToolchain,
  judge: (facts) => facts && judgeToolchain(facts),
});

const NAMES = { go: 'Go', python: 'Python', ts: 'npm' } as const;
const TOOLS = { go: 'go', python: 'python', ts: 'npm' } as const;
const OLDEST: Readonly<Record<Language, string>> = { go: GO_OLDEST, python: PYTHON_OLDEST, ts: '9.0.0' };

export function judgeToolchain({ lang, told, venv, system, arch }: ToolchainFacts): Finding {
  const name = NAMES[lang];
  const install = installLines(TOOLS[lang], system, arch);
  const version =
    told.there && told.exitCode === 0 ? versionIn(told.stdout + told.stderr)?.join('.') : undefined;
  if (!told.there) return trouble(`${name} is not installed`, ...install);
  if (version === undefined) return trouble(`${name} is there and does not tell its version`, ...install);
  const oldest = OLDEST[lang];
  if (isOlder(version, oldest)) return judgeOld(lang, version, oldest, install);
  if (venv && !(venv.there && venv.exitCode === 0))
    return trouble(`Python ${version} is here and cannot make an environment for a project`, ...install);
  return ok(
    `${name} ${version}; what a project needs beside it is fetched by ${FETCHED_BY[lang]}, so do that before the class`,
  );
}

/** As `init` says it. */
const FETCHED_BY: Readonly<Record<Language, string>> = {
  go: 'go mod download',
  python: 'pip install',
  ts: 'npm install',
};

/** From 1.21 on Go fetches the newer one that a project asks for, where there is a network. */
function judgeOld(lang: Language, version: string, oldest: string, install: readonly string[]): Finding {
  if (lang === 'go' && !isOlder(version, '1.21.0'))
    return warning(
      `Go ${version} is older than ${oldest}: it would fetch that one when it first builds`,
      `GOTOOLCHAIN=go${oldest} go version`,
    );
  return trouble(`${NAMES[lang]} ${version} is older than ${oldest}`, ...install);
}

async function gatherToolchain({ lang, tell, system, arch }: Machine): Promise<ToolchainFacts | undefined> {
  if (lang === undefined) return undefined;
  const base = { lang, system, arch };
  if (lang === 'go') return { ...base, told: await tell('go', 'version') };
  if (lang === 'ts') return { ...base, told: await tell('npm', '--version') };
  const python = system === 'windows' ? 'python' : 'python3';
  const [told, venv] = await Promise.all([
    tell(python, '--version'),
    tell(python, '-c', 'import ensurepip, venv'),
  ]);
  return { ...base, told, venv };
}
