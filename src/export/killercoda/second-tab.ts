import type { Item } from '../../workshop/items/schema.ts';
import type { ExportWords } from '../words.ts';
import { block } from './blocks.ts';

type SchedulerItem = Extract<Item, { scheduler: unknown }>;

/** Where `serve` finds the configuration that a step gives it. */
const FILE = 'scheduler.yaml';

/** What a person types in the second terminal, and what runs there by then: it goes on from step to step. */
export class SecondTab {
  readonly #words: ExportWords;
  #running: string | undefined;

  constructor(words: ExportWords) {
    this.#words = words;
  }

  /** What has to be typed for this item. Empty where the scheduler runs so already. */
  play({ scheduler, mode, with: wanted = {} }: SchedulerItem): readonly Typed[] {
    const copied = wanted.config === undefined ? [] : [this.#configuration(wanted.config)];
    if (scheduler === 'configure') return copied;
    if (scheduler === 'stop') return this.#stop();
    const line = [
      'kubectl minisched serve --no-tui',
      ...(mode === undefined || mode === 'bind' ? [] : [`--mode ${mode}`]),
      ...(wanted.config === undefined ? [] : [`--config ${FILE}`]),
      ...(wanted.policy === undefined || wanted.policy === 'least-pods' ? [] : [`--policy ${wanted.policy}`]),
      ...(wanted.assume === false ? ['--no-assume'] : []),
    ].join(' ');
    return [...copied, ...this.#start(line)];
  }

  #configuration(file: string): Typed {
    return { tab: 1, text: `${this.#words.configuration}\n\n${block(`cp ${file} ${FILE}`, 'exec')}` };
  }

  #start(line: string): readonly Typed[] {
    if (this.#running === line) return [];
    const { secondTab, secondTabAgain } = this.#words;
    const typed =
      this.#running === undefined
        ? [secondTab, block(line, 'exec')]
        : [secondTabAgain, block(line, 'exec interrupt')];
    this.#running = line;
    return [{ tab: 2, text: typed.join('\n\n') }];
  }

  #stop(): readonly Typed[] {
    if (this.#running === undefined) return [];
    this.#running = undefined;
    return [{ tab: 2, text: `${this.#words.secondTabStop}\n\n${block('# Ctrl-C', 'exec interrupt')}` }];
  }
}

/** A piece of a step's text, and the tab that it is about; none for what is only read. */
export interface Typed {
  readonly tab?: 1 | 2;
  readonly text: string;
}
