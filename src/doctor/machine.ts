import type { Env } from '../exec/env.ts';
import type { Language } from '../project/project.ts';
import type { Engine } from './engine-facts.ts';

/** Which system's way of mending things holds; `wsl` is a Linux inside Windows. */
export type System = 'linux' | 'wsl' | 'mac' | 'windows';

/** What a program answered; `there` is false where no such program is on PATH. */
export type Told =
  | { readonly there: false }
  | {
      readonly there: true;
      /** 124 when it did not end in time. */
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    };

/** The terminal that the person sits at. */
export interface Screen {
  /** Input and output are a terminal. */
  readonly terminal: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What a probe may ask. Nothing here changes anything. */
export interface Machine {
  readonly env: Env;
  readonly home: string;
  readonly system: System;
  /** Node's word: `x64`, `arm64`. */
  readonly arch: string;
  /** The package's own folder. */
  readonly root: string;
  /** Node's version, without the v. */
  readonly node: string;
  /** The folder of all journals and embedded clusters. */
  readonly state: string;
  /** The kubeconfig's files in order, and the one that is written. */
  readonly kubeconfig: { readonly paths: readonly string[]; readonly write: string };
  readonly lang?: Language;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Runs a program that only looks, for 8 s at most. */
  readonly tell: (...argv: readonly string[]) => Promise<Told>;
  /** The image that nodes of kind would be made of; undefined where that cannot be told. */
  readonly nodeImage: () => Promise<string | undefined>;
  /** What the container engine tells of itself: asked once. */
  readonly engine: () => Promise<Engine>;
}
