import { invalid, type FieldError } from '../../api/field-error.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/** How strict a policy is. */
export type Level = (typeof LEVELS)[number];

/** A policy: how strict, and as of which version of Kubernetes. */
export interface LevelVersion {
  readonly level: Level;
  /** Of `v1.minor`; Infinity for the latest. */
  readonly minor: number;
}

/** The policies of a namespace. */
export interface Policy {
  /** Pods that violate it are refused. */
  readonly enforce: LevelVersion;
  /** About pods that violate it the client is warned. */
  readonly warn: LevelVersion;
}

const PREFIX = 'pod-security.kubernetes.io/';
const PRIVILEGED: LevelVersion = { level: 'privileged', minor: Infinity };

/** `restricted:latest`, `baseline:v1.30` */
export function policyText({ level, minor }: LevelVersion): string {
  return `${level}:${minor === Infinity ? 'latest' : `v1.${String(minor)}`}`;
}

/** -1, 0 or 1 as `a` is less, as or more strict than `b`. */
export function compareLevels(a: Level, b: Level): number {
  return Math.sign(LEVELS.indexOf(a) - LEVELS.indexOf(b));
}

/** What a namespace's labels ask for (`PolicyToEvaluate`, pod-security-admission/api/helpers.go); what they say wrong counts as the strictest. */
export function policyOf(labels: Readonly<Record<string, string>> = {}): Policy {
  const enforce = modeOf(labels, 'enforce', 'restricted');
  const warn = modeOf(labels, 'warn', 'privileged');
  const asked = labels[`${PREFIX}enforce`];
  const follows = labels[`${PREFIX}warn`] === undefined && asked !== undefined && isLevel(asked);
  if (!follows || compareLevels(enforce.level, warn.level) <= 0) return { enforce, warn };
  const { minor } = labels[`${PREFIX}warn-version`] === undefined ? enforce : warn;
  return { enforce, warn: { level: enforce.level, minor } };
}

function modeOf(labels: Readonly<Record<string, string>>, mode: string, otherwise: Level): LevelVersion {
  const level = labels[PREFIX + mode] ?? PRIVILEGED.level;
  const version = labels[`${PREFIX}${mode}-version`] ?? 'latest';
  return {
    level: isLevel(level) ? level : otherwise,
    minor: isVersion(version) && version !== 'latest' ? Number(version.slice('v1.'.length)) : Infinity,
  };
}

/** What is wrong with a namespace's labels. */
export function policyErrors(labels: Readonly<Record<string, string>> = {}): FieldError[] {
  return ['enforce', 'audit', 'warn'].flatMap((mode) => [
    ...labelErrors(labels, PREFIX + mode, isLevel, `must be one of ${LEVELS.join(', ')}`),
    ...labelErrors(labels, `${PREFIX}${mode}-version`, isVersion, 'must be "latest" or "v1.x"'),
  ]);
}

function labelErrors(
  labels: Readonly<Record<string, string>>,
  label: string,
  isFine: (value: string) => boolean,
  words: string,
): FieldError[] {
  const value = labels[label];
  return value === undefined || isFine(value) ? [] : [invalid(`metadata.labels[${label}]`, value, words)];
}

function isLevel(text: string): text is Level {
  return LEVELS.some((level) => level === text);
}

function isVersion(text: string): boolean {
  return /^(latest|v1\.(0|[1-9]\d*))$/.test(text);
}
