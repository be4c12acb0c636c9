import type { CliContext } from './context.ts';
import { systemClock } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import { askLine } from '../verify/ask.ts';
import { gitRemote } from '../verify/git-remote.ts';
import { publicAddress } from '../verify/repository.ts';

/** The repository's address: the given one (a `UsageError` when nobody else could open it), else git's remote. */
export async function repositoryAddress(
  cli: CliContext,
  repo: string | undefined,
): Promise<string | undefined> {
  if (repo !== undefined) return givenAddress(repo);
  return gitRemote({ cwd: cli.cwd, env: cli.env, signal: cli.signal, now: () => systemClock.now() });
}

function givenAddress(repo: string): string {
  const address = publicAddress(repo);
  if (address) return address;
  throw new UsageError(`--repo ${repo} is no address that others can open`, {
    next: 'give one such as https://example.org/me/my-scheduler',
  });
}

const QUESTION = 'Why does your scheduler score nodes like this? (one line; Enter = later)\n> ';

/** Asks for the reason where a person sits at a terminal; undefined elsewhere, and for an empty answer. */
export async function askWhy({ stdin, stdout, signal }: CliContext): Promise<string | undefined> {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return askLine(QUESTION, { input: stdin, write: (text) => stdout.write(text), signal });
}
