import type { Report } from './finding.ts';

/** Which clusters the person wants to be ready for. */
export type Wanted = 'auto' | 'kind' | 'embedded';

/** What one can do. */
export interface Verdict {
  readonly kind: boolean;
  readonly embedded: boolean;
  /** A scheduler of one's own in the language that was asked for; missing where none was. */
  readonly program?: boolean;
  /** What was asked for can be done. */
  readonly ready: boolean;
  /** The last line. */
  readonly sentence: string;
}

/** Warnings are no obstacles. `auto` is content with embedded. */
export function verdict(reports: readonly Report[], wanted: Wanted, asksProgram: boolean): Verdict {
  const troubles = reports.filter(({ level }) => level === 'trouble');
  const blocked = (what: Report['blocks']): Report[] => troubles.filter(({ blocks }) => blocks === what);
  const embedded = blocked('all').length === 0;
  const kind = embedded && blocked('kind').length === 0;
  const program = blocked('program').length === 0;
  const workshop = wanted === 'kind' ? kind : embedded;
  return {
    kind,
    embedded,
    ...(asksProgram ? { program } : {}),
    ready: workshop && program,
    sentence: `${clusters({ kind, embedded }, wanted, troubles)}${program ? '' : `, but not write a scheduler of your own: ${reasons(blocked('program'))}`}.`,
  };
}

function clusters(
  can: { readonly kind: boolean; readonly embedded: boolean },
  wanted: Wanted,
  troubles: readonly Report[],
): string {
  if (!can.embedded)
    return `You cannot do the workshop yet: ${reasons(troubles.filter(({ blocks }) => blocks === 'all'))}`;
  if (wanted === 'embedded') return 'You can do the workshop on embedded';
  if (can.kind)
    return wanted === 'kind'
      ? 'You can do the workshop on kind'
      : 'You can do the workshop on kind and embedded';
  const why = reasons(troubles.filter(({ blocks }) => blocks === 'kind'));
  return wanted === 'kind'
    ? `You cannot do the workshop on kind yet: ${why}; on embedded you can`
    : `You can do the workshop, only embedded: ${why}`;
}

/** A sentence inside another one has no colon of its own that would lead on. */
function reasons(troubles: readonly Report[]): string {
  return troubles.map(({ found }) => found).join('; ');
}
