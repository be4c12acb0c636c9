/** The languages that `init` has a template for. */
export const LANGUAGES = ['ts', 'go', 'python'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The one file that a person writes in, below the folder. */
export const SCHEDULER_FILES: Readonly<Record<Language, string>> = {
  ts: 'scheduler.ts',
  go: 'scheduler.go',
  python: 'scheduler.py',
};

/** The file that makes a folder a project: it stands at its top. */
export const PROJECT_FILE = 'minisched.yaml';

/** What `spec.schedulerName` of a project's pods is when it says nothing: the workshop's. */
export const SCHEDULER_NAME = 'workshop-scheduler';

/** A person's own scheduler, as its `minisched.yaml` tells of it. */
export interface Project {
  /** Absolute; `build` and `run` are for a shell in it. */
  readonly folder: string;
  readonly lang: Language;
  /** `spec.schedulerName` of the pods that are its business. */
  readonly schedulerName: string;
  /** The shell line that must succeed before `run`, and after each change; missing where there is nothing to build. */
  readonly build?: string;
  /** The shell line that starts the scheduler and ends with it. */
  readonly run: string;
}
