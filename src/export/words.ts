/** The words around the steps' own texts, in one language. Functions take what they name. */
export interface ExportWords {
  readonly lang: string;
  readonly title: string;
  readonly description: string;
  readonly minutes: (minutes: number) => string;
  readonly checks: string;
  readonly hints: string;
  readonly questions: string;
  readonly answer: string;
  readonly waitFor: (what: string) => string;
  readonly wait: string;
  readonly clear: string;
  readonly secondTab: string;
  /** Where another one runs there. */
  readonly secondTabAgain: string;
  readonly secondTabStop: string;
  readonly firstTab: string;
  readonly configuration: string;
  readonly verdicts: string;
  readonly killercodaIntro: string;
  readonly killercodaInstalling: string;
  readonly killercodaReady: string;
  readonly killercodaFailed: string;
  readonly killercodaFinish: string;
  readonly site: SiteWords;
}

/** Those of the pages alone. */
export interface SiteWords {
  readonly intro: string;
  readonly core: string;
  readonly more: string;
  readonly step: (number: number) => string;
  readonly previous: string;
  readonly next: string;
  readonly checks: string;
  readonly copy: string;
  readonly copied: string;
  readonly schedulerStart: string;
  readonly schedulerStop: string;
  readonly schedulerConfigure: (file: string) => string;
  readonly ensureCluster: string;
  readonly hold: (time: string, what: string) => string;
  readonly picture: (resource: string) => string;
  readonly trace: (pod: string) => string;
  readonly verdictsOf: (pod: string) => string;
  readonly playAll: string;
  readonly playStep: string;
  readonly examples: string;
  readonly onKind: string;
  readonly onEmbedded: string;
  readonly onOther: string;
  readonly withPolicy: (policy: string) => string;
  readonly withoutCluster: string;
  readonly ifTrue: (line: string) => string;
  readonly picturesOf: readonly [workshop: string, serve: string, pod: string];
}
