import { textAnswer, type Answer } from '../answers/answer.ts';
import type { Exchange } from '../exchange.ts';
import { CHECKS } from './checks.ts';

/**
 * `/healthz`, `/livez`, `/readyz`, with `?verbose` and `?exclude=CHECK`, and each check below them (apiserver/pkg/server/healthz); undefined
 * for any other path. A server that answers is well: it and its store are one process.
 */
export function healthAnswer({ path, query }: Exchange): Answer | undefined {
  const [, name = '', check] = /^\/(healthz|livez|readyz)(?:\/(.+))?$/.exec(path) ?? [];
  const checks = CHECKS[name];
  if (!checks) return undefined;
  if (check !== undefined) {
    return checks.includes(check)
      ? { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'ok' }
      : undefined;
  }
  if (!query.has('verbose')) return textAnswer(200, 'ok');
  const excluded = new Set(query.get('exclude'));
  const lines = checks.map((each) => `[+]${each} ${excluded.has(each) ? 'excluded: ok' : 'ok'}\n`);
  return textAnswer(200, `${lines.join('')}${name} check passed\n`);
}
