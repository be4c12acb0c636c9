import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { parseProgress, progressOf, progressText } from '../../src/watch/progress.ts';
import type { WatchEffect, WatchEvent } from '../../src/watch/watch-events.ts';
import { watchedAfter } from '../../src/watch/watched-after.ts';
import { currentStep, isPassing, type Watched } from '../../src/watch/watched.ts';
import { result, TRIALS, watched } from '../helpers/watched.ts';

/** What a person, an editor, the runner and the machine's end do, in any order. */
type Move =
  | { readonly do: 'save' | 'again' | 'next' | 'hint' | 'tell' | 'end' | 'fail' | 'kill' }
  | { readonly do: 'go-to'; readonly step: number }
  | { readonly do: 'late'; readonly back: number };

const moves = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('save', 'tell', 'tell', 'end').map((word): Move => ({ do: word })),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom('again', 'next', 'hint', 'fail', 'kill').map((word): Move => ({ do: word })),
    },
    fc.integer({ min: 1, max: 5 }).map((step): Move => ({ do: 'go-to', step })),
    fc.integer({ min: 1, max: 3 }).map((back): Move => ({ do: 'late', back })),
  ),
  { maxLength: 60 },
);

/** A runner and a disk, as simple as can be: what each run has seen is written into what it tells. */
class World {
  state: Watched = watched();
  /** The saves there were; a run tries the newest that is there when it starts. */
  saves = 0;
  running:
    | { readonly run: number; readonly save: number; readonly steps: readonly number[]; told: number }
    | undefined;
  kept = progressText(progressOf(this.state));
  /** Steps that passed in some run that was not cancelled. */
  readonly passed = new Set<number>();

  take(event: WatchEvent): void {
    const turn = watchedAfter(this.state, event);
    this.state = turn.watched;
    for (const effect of turn.effects) this.perform(effect);
  }

  perform(effect: WatchEffect): void {
    switch (effect.type) {
      case 'start':
        assert.equal(this.running, undefined, 'two programs at once');
        this.running = {
          run: effect.run,
          save: this.saves,
          steps: [effect.step, ...effect.earlier],
          told: 0,
        };
        break;
      case 'cancel':
        assert.equal(this.running?.run, effect.run, 'what does not run is cancelled');
        break;
      case 'keep':
        this.kept = progressText(progressOf(this.state));
        break;
    }
  }

  /** The run tells its next result: passing or not by the number of the save. */
  tell(): void {
    const { running } = this;
    if (!running) return;
    const trials = running.steps.flatMap((step) => TRIALS.filter((each) => each.step === step));
    const trial = trials[running.told];
    if (!trial) return;
    running.told += 1;
    const ok = (running.save + trial.step) % 3 !== 0;
    this.take({
      run: running.run,
      type: 'result',
      result: result(trial.id, ok, { found: `save ${String(running.save)}` }),
      at: this.saves,
    });
  }

  move(move: Move): void {
    const at = this.saves;
    switch (move.do) {
      case 'save':
        this.saves += 1;
        return this.take({ type: 'saved', at: this.saves });
      case 'again':
      case 'next':
        return this.take({ type: move.do, at });
      case 'hint':
        return this.take({ type: 'hint' });
      case 'go-to':
        return this.take({ type: 'go-to', step: move.step, at });
      case 'tell':
        return this.tell();
      case 'end':
      case 'fail': {
        const { running } = this;
        if (!running) return;
        this.running = undefined;
        const outcome = { type: 'not-built', lines: [`save ${String(running.save)}`] } as const;
        return this.take({ run: running.run, type: 'ended', ...(move.do === 'fail' && { outcome }) });
      }
      case 'late':
        // what is still on its way from a run of long ago
        return this.take({
          run: this.state.run - move.back,
          type: 'result',
          result: result('finds-waiting', true, { found: 'save -1' }),
          at,
        });
      case 'kill': {
        // kill -9: the program dies with us, the state is what the disk has
        this.running = undefined;
        const progress = parseProgress(this.kept);
        assert.ok(progress);
        this.state = watched(progress);
        return;
      }
    }
  }

  check(): void {
    const { state } = this;
    for (const { found } of state.results)
      assert.equal(found, `save ${String(this.saves)}`, 'a result of an older save');
    if (state.outcome?.type === 'not-built')
      assert.deepEqual(state.outcome.lines, [`save ${String(this.saves)}`]);
    if (state.outcome?.type === 'judged')
      assert.notEqual(isPassing(state, currentStep(state)), undefined, 'a verdict without results');
    assert.equal(state.activity.type === 'idle', this.running === undefined, 'what runs is known');
    for (const { number, passed } of state.steps) {
      if (passed) this.passed.add(number);
      else assert.ok(!this.passed.has(number), `step ${String(number)} was forgotten`);
    }
    if (state.finished)
      assert.ok(
        state.steps.every(({ passed }) => passed),
        'finished without having passed',
      );
    assert.ok(state.results.length <= TRIALS.length);
  }
}

test('in any order of saves, results, keys and kills: one program, no result of an older save, nothing that passed is forgotten', () => {
  fc.assert(
    fc.property(moves, (list) => {
      const world = new World();
      for (const move of list) {
        world.move(move);
        world.check();
      }
      // in the end the newest save is tried, whatever was going on
      if (world.saves === 0) return;
      world.move({ do: 'save' });
      for (let round = 0; round < 2 && world.running?.save !== world.saves; round += 1)
        world.move({ do: 'end' });
      assert.equal(world.running?.save, world.saves);
    }),
    { numRuns: 2000 },
  );
});
