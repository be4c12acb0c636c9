/** What a trial is given. */
export interface Stage {
  /** Its pods ask for it by this name. */
  readonly schedulerName: string;
  readonly signal: AbortSignal;
}
