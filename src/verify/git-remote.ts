import { MissingToolError } from '../exec/missing-tool-error.ts';
import { type RunOptions, run } from '../exec/run.ts';
import { publicAddress } from './repository.ts';

/** The address of git's remote `origin` in `cwd`, without credentials; undefined without git, remote or public address. */
export async function gitRemote(options: RunOptions): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await run(['git', 'remote', 'get-url', 'origin'], options);
    return exitCode === 0 ? publicAddress(stdout) : undefined;
  } catch (error) {
    // no git, no address: the person is told to give one
    if (error instanceof MissingToolError) return undefined;
    throw error;
  }
}
