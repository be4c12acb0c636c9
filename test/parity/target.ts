/** A server that sequences run against. */
export interface Target {
  /** For reports. */
  readonly name: string;
  /** `https://127.0.0.1:6443`; its certificate is not looked at. */
  readonly server: string;
  /** The administrator's bearer token (user kubernetes-admin of system:masters). */
  readonly token: string;
  /** The kubectl to run. */
  readonly kubectl: string;
  /** How long a step may take, and how long a wait waits. */
  readonly patienceMs: number;
  stop(): Promise<void>;
}
