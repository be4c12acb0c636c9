import { placeAll } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed, seconds } from '../verdicts.ts';

const PODS = 5;
/** A scheduler of any language that watches takes some ten milliseconds. */
const SLOW_MS = 1000;
const MANY_LISTS = 2;

/** Pods one after the other, timed; and what it asked meanwhile. */
export const quick: Trial = {
  id: 'quick',
  step: 4,
  title: 'is quick, because it watches',
  hints: [
    'How does your program hear of a new pod: does it ask again and again, or is it told?',
    'GET …/pods?watch=true stays open, and each change comes as a line as soon as it happens.',
    'Replace the loop with sleep by a watch (client-go: an informer; Python: watch.Watch().stream; client-node: Watch).',
  ],
  async play(stage) {
    const { clock, proxy } = stage;
    const begun = clock.monotonic();
    const times: number[] = [];
    for (let index = 1; index <= PODS; index += 1) {
      const since = clock.monotonic();
      const name = `quick-${String(index)}`;
      if (!(await placeAll(stage, [{ name }]))) return notPlaced(stage, name);
      times.push(clock.monotonic() - since);
      // the second slow one is no accident
      if (times.filter((ms) => ms > SLOW_MS).length > 1) break;
    }
    const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const took = `a pod waits ${seconds(middle)} for its node`;
    const requests = proxy.log.since(begun);
    const lists = requests.filter(({ verb, resource }) => verb === 'list' && resource === 'pods').length;
    const watches =
      proxy.log.openWatches('pods').length + requests.filter(({ verb }) => verb === 'watch').length;
    const isSlow = times.filter((ms) => ms > SLOW_MS).length > 1;
    if (watches === 0 && (isSlow || lists >= MANY_LISTS)) {
      return notYet(
        `${took}; it has no watch open, and listed pods ${String(lists)} times for ${String(times.length)} pods`,
        'polls',
      );
    }
    if (isSlow) {
      const each = Math.round(requests.length / times.length);
      return notYet(`${took}, and it sends ${String(each)} requests for each`, 'slow');
    }
    return passed(took);
  },
};
