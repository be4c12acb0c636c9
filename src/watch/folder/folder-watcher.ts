import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

import { Alarm } from '../../lib/alarm.ts';
import type { Clock } from '../../lib/clock.ts';
import { RunOutputs } from './run-outputs.ts';
import { changedFiles, type Scan, scanFolder } from './scan.ts';

/** What is watched, and who is told. */
export interface FolderOptions {
  readonly root: string;
  readonly clock: Clock;
  /**
   * A person saved these; `at` is when the first sign of it came, on the clock's monotonic scale. Never while the folder is still being
   * written to: an editor's write and rename, or a save of all files, is told once.
   */
  readonly onSaved: (paths: readonly string[], at: number) => void;
  /** This file changes in every run, and is no save from now on. */
  readonly onIgnored: (path: string) => void;
}

/** Silence for so long after the last sign ends a save. */
const QUIET_MS = 60;
/** Signs that never end do not hide a save for longer. */
const LONGEST_MS = 500;
/** Also where nothing is told: network file systems, bind mounts, and machines that are out of watches. */
const LOOK_MS = 2_000;
const LOOK_ALONE_MS = 500;

/**
 * Watches a folder with all below it, except what {@link isIgnoredFolder} leaves out. The system's signs only say when to look; what
 * changed is told by comparing the files themselves, so that a lost or doubled sign, and a save of the same text, does nothing.
 */
export class FolderWatcher {
  readonly #options: FolderOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #outputs = new RunOutputs();
  readonly #quiet: Alarm;
  readonly #look: Alarm;
  #scan: Scan;
  #firstSign: number | undefined;
  #isClosed = false;

  constructor(options: FolderOptions) {
    this.#options = options;
    this.#quiet = new Alarm(options.clock, () => {
      this.#compare();
    });
    this.#look = new Alarm(options.clock, () => {
      this.#compare();
    });
    // first the watches, then the look: what is saved in between is seen
    this.#scan = scanFolder(options.root);
    this.#follow();
    this.#scan = scanFolder(options.root, this.#scan);
    this.#lookAgain();
  }

  /** Build and program write from now on. */
  runBegan(): void {
    this.#outputs.began();
  }

  /** They are gone. What they wrote last is looked at as theirs. */
  runEnded(): void {
    this.#compare();
    this.#outputs.ended();
  }

  /** What holds now is known: our own writes are no saves. */
  accept(): void {
    this.#scan = scanFolder(this.#options.root, this.#scan);
  }

  close(): void {
    this.#isClosed = true;
    this.#quiet.close();
    this.#look.close();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #sign(): void {
    if (this.#isClosed) return;
    const now = this.#options.clock.monotonic();
    this.#firstSign ??= now;
    this.#quiet.set(Math.min(now + QUIET_MS, this.#firstSign + LONGEST_MS));
  }

  #compare(): void {
    if (this.#isClosed) return;
    const { root, clock, onSaved, onIgnored } = this.#options;
    const at = this.#firstSign ?? clock.monotonic();
    this.#firstSign = undefined;
    this.#quiet.close();
    const after = scanFolder(root, this.#scan);
    const changed = changedFiles(this.#scan, after);
    this.#scan = after;
    this.#follow();
    this.#lookAgain();
    const { saves, nowIgnored } = this.#outputs.sorted(changed);
    for (const path of nowIgnored) onIgnored(path);
    if (saves.length > 0) onSaved(saves, at);
  }

  #lookAgain(): void {
    const isAlone = this.#watchers.size < this.#scan.folders.length;
    this.#look.set(this.#options.clock.monotonic() + (isAlone ? LOOK_ALONE_MS : LOOK_MS));
  }

  /** One watch for each folder that is there: node's own recursive watch has one for each file, those of node_modules as well. */
  #follow(): void {
    const folders = new Set(this.#scan.folders);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#begin(folder);
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(join(this.#options.root, folder), { persistent: false }, () => {
        this.#sign();
      });
      // a folder that goes away, or a system that is out of watches: then it is only looked at
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // as above
    }
  }
}
