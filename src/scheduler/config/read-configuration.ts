import type { Configuration, Profile } from './configuration.ts';
import { type Fields, Given, pathText } from './given.ts';
import { readLeaderElection } from './leader-election.ts';
import { readProfile } from './read-profile.ts';
import type { Registry } from './registry.ts';
import { API_VERSION, KIND } from './version.ts';

/** What kube-scheduler does with these is not done here. */
const NOT_DONE = [
  'clientConnection',
  'delayCacheUntilActive',
  'enableContentionProfiling',
  'enableProfiling',
  'extenders',
] as const;

/** Who reads a configuration, and what for. */
export interface ReadOptions {
  readonly registry: Registry;
  /** Of the profile that does not say its name, when it is the only one. Upstream: default-scheduler. */
  readonly schedulerName: string;
}

/**
 * Reads a `KubeSchedulerConfiguration`: `value` is plain JSON. Defaults are upstream's (apis/config/v1/defaults.go), but that every node is
 * scored when nothing is said; so is the validation (apis/config/validation/validation.go).
 *
 * @throws ConfigMistake for the first thing that is wrong.
 */
export function readConfiguration(value: unknown, options: ReadOptions): Configuration {
  const given = new Given(value);
  const fields = given.fields([
    'apiVersion',
    'kind',
    'leaderElection',
    'parallelism',
    'percentageOfNodesToScore',
    'podInitialBackoffSeconds',
    'podMaxBackoffSeconds',
    'profiles',
    ...NOT_DONE,
  ]);
  requireVersion(given, fields);
  const ignored: string[] = NOT_DONE.filter((name) => fields[name]);
  const podInitialBackoffSeconds = fields.podInitialBackoffSeconds?.integer() ?? 1;
  if (podInitialBackoffSeconds <= 0)
    throw (fields.podInitialBackoffSeconds ?? given).wrong('must be greater than 0');
  const { leaderElection } = fields;
  const profiles = readProfiles(fields.profiles, options, (what) => ignored.push(what));
  return {
    parallelism: parallelism(fields.parallelism),
    percentageOfNodesToScore: fields.percentageOfNodesToScore?.integer(0, 100) ?? 100,
    podInitialBackoffSeconds,
    podMaxBackoffSeconds: maxBackoff(fields.podMaxBackoffSeconds, podInitialBackoffSeconds, given),
    ...(leaderElection && {
      leaderElection: readLeaderElection(leaderElection, profiles[0]?.schedulerName ?? options.schedulerName),
    }),
    profiles,
    ignored,
  };
}

function requireVersion(given: Given, { apiVersion, kind }: Fields<'apiVersion' | 'kind'>): void {
  for (const [name, field, wanted] of [
    ['apiVersion', apiVersion, API_VERSION],
    ['kind', kind, KIND],
  ] as const) {
    if (!field) throw given.wrong(`${name} is missing: ${wanted}`);
    if (field.text() !== wanted) throw field.wrong(`must be ${wanted}, not ${JSON.stringify(field.value)}`);
  }
}

function parallelism(given: Given | undefined): number {
  const value = given?.integer() ?? 16;
  if (given && value <= 0) throw given.wrong('should be an integer value greater than zero');
  return value;
}

function maxBackoff(field: Given | undefined, initial: number, given: Given): number {
  const value = field?.integer() ?? 10;
  if (value < initial)
    throw (field ?? given.at('podInitialBackoffSeconds', initial)).wrong(
      field
        ? 'must be greater than or equal to podInitialBackoffSeconds'
        : 'must not be greater than podMaxBackoffSeconds, which is 10 when not said',
    );
  return value;
}

function readProfiles(
  given: Given | undefined,
  { registry, schedulerName }: ReadOptions,
  ignore: (what: string) => void,
): readonly Profile[] {
  const items = given?.list() ?? [];
  const all = items.length > 0 ? items : [new Given({}, ['profiles', 0])];
  const profiles = all.map((item) =>
    readProfile(item, { registry, ignore, ...(all.length === 1 && { schedulerName }) }),
  );
  for (const [at, { schedulerName: name, path }] of profiles.entries()) {
    const first = profiles.findIndex((other) => other.schedulerName === name);
    if (first < at)
      throw new Given(name, [...path, 'schedulerName']).wrong(
        `duplicate value ${JSON.stringify(name)}: ${pathText(['profiles', first])} has it already`,
      );
  }
  return profiles;
}
