import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { conclude } from '../../src/verify/evidence.ts';
import { type BundleParts, writeBundle } from '../../src/verify/write.ts';
import { bundleParts } from './bundle.ts';

/** What differs from person to person. */
export interface Person {
  readonly name: string;
  /** Tells their cluster, pods and times from those of others. */
  readonly number: number;
  readonly note?: string;
}

/** The good bundle as this person would have made it, on a cluster of their own, `number` minutes and milliseconds after the others. */
export function partsOf({ name, number, note }: Person, parts: BundleParts = bundleParts()): BundleParts {
  const own = (text: string): string =>
    text
      .replaceAll('uid-of-', `uid-${number}-of-`)
      .replaceAll(/2026-01-31T[\d:]+(?:\.\d+)?Z/g, (time) => later(time, number))
      .replaceAll('https://example.org/me/', `https://example.org/${name}/`)
      .replaceAll(
        'Fewest pods first: one lost node costs the fewest pods.',
        JSON.stringify(note ?? `I am ${name}, and ${name} likes even nodes best.`).slice(1, -1),
      );
  const changed: Pick<BundleParts, 'evidence' | 'outputs' | 'journal'> = JSON.parse(
    own(JSON.stringify({ evidence: parts.evidence, outputs: parts.outputs, journal: parts.journal })),
  );
  // findings name times of day, too
  return { ...parts, ...changed, evidence: conclude(changed.evidence) };
}

/** Writes it as `<folder>/<name>`, and returns that. */
export function handIn(folder: string, person: Person, parts = partsOf(person)): string {
  const path = join(folder, person.name);
  renameSync(writeBundle(folder, parts), path);
  return path;
}

/** As exact as it was. */
function later(time: string, number: number): string {
  const hasFraction = time.includes('.');
  const at = Date.parse(time) + number * 60_000 + (hasFraction ? number : 0);
  const iso = new Date(at).toISOString();
  return hasFraction ? iso : `${iso.slice(0, 19)}Z`;
}

/** Any good bundle. */
export const ALICE_PARTS = partsOf({ name: 'alice', number: 1 });
