import { allPlaced, happens, placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed, seconds } from '../verdicts.ts';

const SILENCE_MS = 200;

/** It is stopped; a pod comes; it is started again. */
export const comesBack: Trial = {
  id: 'comes-back',
  step: 5,
  title: 'goes on where it left off when it is started again',
  hints: [
    'While your program was away, a pod came. Who tells it?',
    'Nobody does: what a program missed is in the list, not in the watch.',
    'Start as if you knew nothing: list, handle each pod without a node, and watch from there. Keep nothing in files.',
  ],
  async play(stage) {
    const { program, clock, scenery, proxy, view } = stage;
    if (!(await placeAll(stage, [{ name: 'before' }]))) return notPlaced(stage, 'before');
    await program.stop(stage.signal);
    const stopped = clock.monotonic();
    await scenery.pod({ name: 'orphan' });
    if (await happens(stage, () => view.nodeOf('orphan') !== undefined, SILENCE_MS)) {
      return notYet('orphan got a node while the program was stopped: another copy of it is running');
    }
    const started = await program.start();
    if (started !== 'ready')
      return notYet('it did not come back when it was started again', 'does-not-start');
    const since = clock.monotonic();
    if (!(await allPlaced(stage, ['orphan'], since))) return notPlaced(stage, 'orphan', 'forgets-waiting');
    const took = clock.monotonic() - since;
    await settled(stage);
    if (proxy.log.bindings('before').some(({ at }) => at > stopped)) {
      return notYet('it tried to bind before again, which it had bound before it was stopped', 'binds-twice');
    }
    return passed(`it placed orphan ${seconds(took)} after it was back`);
  },
};
