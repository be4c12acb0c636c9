import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ClusterFlags } from '../app/cluster-flags.ts';
import { PROVIDERS } from '../app/cluster/provider-name.ts';
import type { OutputFormat } from '../app/document.ts';

/** The flags that kubectl users expect on every command that talks to a cluster. */
export interface CommonOptions extends ClusterFlags {
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** Adds kubectl's own flags, worded as kubectl words them. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'path to the kubeconfig file to use')
    .option('--context <name>', 'the name of the kubeconfig context to use')
    .option('-n, --namespace <name>', 'the namespace to work in')
    .option('-A, --all-namespaces', 'work in all namespaces')
    .addOption(requestTimeout(30_000))
    .addOption(new Option('-v, --v <level>', 'log level, 0 to 10').argParser(parseLevel).default(0))
    .option('--no-color', 'no colours (NO_COLOR does the same)');
}

/** kubectl's `--request-timeout`, in milliseconds. */
export function requestTimeout(usual: number): Option {
  return new Option('--request-timeout <duration>', 'how long to wait for one answer, e.g. 10s; 0 = no limit')
    .argParser(parseDuration)
    .default(usual, `${String(usual / 1000)}s`);
}

/** Adds the choice of where a cluster of our own comes from. */
export function addProviderOption(command: Command): Command {
  const text =
    'kind: containers; embedded: simulated nodes in a process of ours; auto: kind where Docker and kind answer, else embedded';
  return command.addOption(new Option('--provider <provider>', text).choices(PROVIDERS).default('auto'));
}

/** So that the longest name of a node, which is also a label's value, has at most 63 characters. */
const LONGEST_NAME = 49;
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A cluster's name: nodes are called after it. */
export function parseName(text: string): string {
  if (NAME.test(text) && text.length <= LONGEST_NAME) return text;
  throw new InvalidArgumentError(
    `"${text}" is not a name of up to ${LONGEST_NAME} characters a-z, 0-9, "-" and "." that begins and ends with a letter or digit.`,
  );
}

const THEMES = ['auto', 'dark', 'light', 'none'] as const;

/** What {@link addLookOptions} adds. */
export interface LookOptions {
  readonly ascii: boolean;
  readonly theme: (typeof THEMES)[number];
}

/** How a full screen is drawn. */
export function addLookOptions(command: Command): Command {
  return command
    .option('--ascii', 'draw the full screen with ASCII signs only', false)
    .addOption(new Option('--theme <theme>', 'colours of the full screen').choices(THEMES).default('auto'));
}

const FORMATS: readonly OutputFormat[] = ['json', 'yaml', 'wide'];

/** What {@link addOutputOption} adds. */
export interface WithOutput {
  /** Missing: the command's own lines for people. */
  readonly output?: OutputFormat;
}

/** Adds kubectl's `-o`; `what` is what the command prints, and `wide` what more of it. */
export function addOutputOption(command: Command, what: string, wide: string): Command {
  const text = `print ${what} as JSON or YAML; wide: ${wide}`;
  return command.addOption(new Option('-o, --output <format>', text).choices(FORMATS));
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `1m30s`, `500ms`, or a bare number of seconds, in milliseconds: kubectl's own spellings. */
export function parseDuration(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new InvalidArgumentError(`"${text}" is not a duration such as 10s, 1m30s or 0.`);
  }
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

function parseLevel(text: string): number {
  const level = Number(text);
  if (!Number.isInteger(level) || level < 0 || level > 10) {
    throw new InvalidArgumentError(`"${text}" is not a whole number from 0 to 10.`);
  }
  return level;
}
