import { mistake, type MistakeId } from './mistakes.ts';
import type { Stage } from './stage.ts';
import type { Verdict } from './trial.ts';

/** It does what it should. */
export function passed(found: string): Verdict {
  return { ok: true, found };
}

/** It does not, and this usually lies behind it. */
export function notYet(found: string, id?: MistakeId): Verdict {
  return { ok: false, found, ...(id !== undefined && { mistake: mistake(id) }) };
}

/** Nobody can say, for this reason. */
export function cannotTell(why: string): Verdict {
  return { ok: undefined, found: why };
}

/** Why a pod that could have been placed was not, as far as it shows. */
export function notPlaced(stage: Stage, pod: string, id?: MistakeId): Verdict {
  const waited = `${pod} still has no node`;
  const refused = stage.proxy.log.bindings(pod).find(({ status }) => status >= 400);
  if (refused)
    return notYet(`${waited}: its binding was refused with ${String(refused.status)}`, 'is-refused');
  const [complaint] = stage.view.eventsOf(pod).filter(({ type }) => type === 'Warning');
  if (complaint) return notYet(`${waited}; it says: ${complaint.note ?? complaint.reason ?? ''}`, id);
  if (isNoticed(stage, pod)) return notYet(`${waited}, though the program noticed it`, id ?? 'does-not-bind');
  return notYet(waited, id ?? 'does-nothing');
}

/** Whether the program shows that it knows of a pod: it bound it, wrote something about it, or said its name. */
export function isNoticed({ view, proxy, program }: Stage, pod: string): boolean {
  if (view.nodeOf(pod) !== undefined || view.eventsOf(pod).length > 0 || program.said(pod)) return true;
  return proxy.log
    .since(0)
    .some(({ verb, name, body }) => verb !== 'get' && (name === pod || body.includes(pod)));
}

/** Waits until the program shows that it knows of all these pods, or has ended. False: not of all. */
export async function untilNoticed(stage: Stage, pods: readonly string[], limitMs: number): Promise<boolean> {
  const all = (): boolean => pods.every((pod) => isNoticed(stage, pod));
  await stage.news.until(() => all() || !stage.program.runs, limitMs);
  if (!all()) return false;
  // who is about to bind one must not find it gone, for what comes next removes it
  const placed = (): boolean => pods.every((pod) => stage.view.nodeOf(pod) !== undefined);
  await stage.news.until(() => placed() || !stage.program.runs, ABOUT_TO_BIND_MS);
  return true;
}

const ABOUT_TO_BIND_MS = 600;

/** `0.3 s`, `12 s`. */
export function seconds(ms: number): string {
  return `${ms < 10_000 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000))} s`;
}
