import type { Clock } from '../lib/clock.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { type Facts, NO_FACTS, type Want } from '../view/facts.ts';
import { reduce } from '../view/reduce.ts';
import type { Story } from '../view/story.ts';
import { type Actions, changes, type Effect } from './actions.ts';
import { type About, listSize, type Model, type Size, wantOf } from './model.ts';
import { Redraw } from './redraw.ts';
import { openPage, withPanel } from './step.ts';
import { PANELS, UI_START, type UiState } from './ui-state.ts';
import { onKey } from './update.ts';
import { settled } from './widgets/list/list-state.ts';

/** What a session works with. */
export interface SessionOptions {
  readonly about: About;
  readonly story: Story;
  readonly size: Size;
  /** Reads what is looked at; called once for each frame. Undefined facts: nothing runs yet. */
  readonly read: (want: Want, story: Story) => Facts | undefined;
  readonly actions: Actions;
  readonly clock: Clock;
  /** Something of ours threw, which is a bug; nothing is published after it. */
  readonly onBroken: (error: unknown) => void;
}

/** Events that wait for the next frame; with more the story takes them in at once, so that memory stays bounded. */
const MOST_UNTOLD = 2_000;
/** Clocks on the screen go on although nothing happens. */
const TICK_MS = 1_000;

/**
 * The screen's store: events are taken in at once, and drawn when {@link Redraw} says; a key does not wait for the events' turn. Whoever subscribes draws within the call, which so knows what a frame costs. The snapshot is the same object until the next frame.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  #untold: SchedulerEvent[] = [];
  readonly #redraw: Redraw;
  /** What holds now, and what was drawn last. */
  #model: Model;
  #published: Model;

  constructor(options: SessionOptions) {
    const { about, story, size, clock, onBroken } = options;
    this.#options = options;
    this.#model = { about, story, size, ui: UI_START, facts: NO_FACTS, now: clock.now() };
    this.#published = this.#model;
    this.#redraw = new Redraw({ clock, onBroken, draw: () => this.#publish() }, TICK_MS);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Model => this.#published;

  /** Takes an event in. Quick: what it means is worked out with the next frame. */
  push(event: SchedulerEvent): void {
    if (this.#redraw.isClosed) return;
    this.#untold.push(event);
    // the first since the last frame has asked for the next one
    if (this.#untold.length === 1) this.#redraw.afterNews();
    if (this.#untold.length >= MOST_UNTOLD) this.#redraw.guard(() => this.#takeIn());
  }

  key(name: string): void {
    this.#redraw.guard(() => {
      const { ui, effects } = onKey(this.#model, name);
      this.#model = { ...this.#model, ui };
      for (const effect of effects) this.#perform(effect);
      // the next key may come before the next frame, and means the row that is under the cursor by then
      this.#read();
      this.#redraw.afterKey();
    });
  }

  resize(size: Size): void {
    this.#model = { ...this.#model, size };
    this.#redraw.guard(() => this.#read());
    this.#redraw.afterKey();
  }

  /** Publishes now. */
  flush(): void {
    this.#redraw.now();
  }

  #publish(): number {
    this.#takeIn();
    this.#read();
    this.#published = this.#model;
    for (const listener of this.#listeners) listener();
    return TICK_MS;
  }

  /** Ends all timers; nothing is published any more. */
  close(): void {
    this.#redraw.close();
  }

  #takeIn(): void {
    const events = this.#untold;
    this.#untold = [];
    this.#model = { ...this.#model, story: reduce(this.#model.story, events) };
  }

  /** Reads twice when the first reading shows that the screen must look elsewhere: rows have gone, or a filter leaves fewer. */
  #read(): void {
    const { read, clock } = this.#options;
    for (let round = 0; round < 2; round++) {
      const facts = read(wantOf(this.#model), this.#model.story) ?? NO_FACTS;
      const before = this.#model.ui;
      this.#model = { ...this.#model, facts, now: clock.now() };
      this.#model = { ...this.#model, ui: settledUi(this.#model) };
      if (this.#model.ui === before) return;
    }
  }

  #perform(effect: Effect): void {
    const { actions, about } = this.#options;
    if (about.readonly && changes(effect)) {
      this.#notice('nothing can be changed with --readonly', true);
      return;
    }
    switch (effect.type) {
      case 'quit':
        actions.quit();
        break;
      case 'pause':
        actions.pause();
        break;
      case 'resume':
        actions.resume();
        break;
      case 'policy':
        actions.setPolicy(effect.policy);
        break;
      case 'cordon':
        this.#answer(actions.cordon(effect.node, effect.on));
        break;
      case 'taint':
        this.#answer(actions.taint(effect.node, effect.taint));
        break;
      case 'describe':
      case 'yaml':
        this.#show(
          `${effect.type} ${effect.target.kind} ${effect.target.name}`,
          actions[effect.type](effect.target),
        );
        break;
    }
  }

  #answer(done: Promise<string>): void {
    done.then(
      (text) => this.#notice(text, false),
      (error: unknown) => this.#notice(messageOf(error), true),
    );
  }

  #show(title: string, text: Promise<string>): void {
    text.then(
      (found) => this.#change((ui) => openPage(ui, { kind: 'text', title, text: found, scroll: 0 })),
      (error: unknown) => this.#notice(messageOf(error), true),
    );
  }

  #notice(text: string, isTrouble: boolean): void {
    this.#change((ui) => ({ ...ui, notice: { text, isTrouble } }));
  }

  #change(change: (ui: UiState) => UiState): void {
    this.#model = { ...this.#model, ui: change(this.#model.ui) };
    this.#redraw.afterKey();
  }
}

/** The same object when nothing had to move. */
function settledUi(model: Model): UiState {
  return PANELS.reduce((ui, name) => {
    const before = ui.panels[name].list;
    const list = settled(before, listSize({ ...model, ui }, name));
    return list.cursor === before.cursor && list.from === before.from ? ui : withPanel(ui, name, { list });
  }, model.ui);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
