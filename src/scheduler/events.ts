import type { PluginScore } from './framework/plugin.ts';
import type { PolicyName } from './policy.ts';

/**
 * What the scheduler tells the world: one union, one member per fact, written through an injected `observe(event)`.
 * Log lines, JSON lines, the workshop's journal and the evidence all hang on this stream. With `--log-format json`
 * each event is one line exactly in this shape (workshop/EVENTS.md, for users); `time` is RFC 3339 in UTC with milliseconds.
 */
export type SchedulerEvent =
  | WaitingToLead
  | Leading
  | Lost
  | Running
  | Noticed
  | Decided
  | Bound
  | Unschedulable
  | Preempting
  | BindFailed
  | Requeued
  | Connection
  | Warning
  | Paused
  | Resumed
  | PolicyChanged
  | Stopped
  | Said
  | Ended;

/** How something is known of a scheduler that does not tell it in this shape: its output names it, or it was looked up on the cluster. */
export type SeenIn = 'output' | 'cluster';

interface Told {
  readonly time: string;
  /** Missing where the scheduler says it itself; a person's own program (`--scheduler-cmd`) is watched from outside. */
  readonly seen?: SeenIn;
}

/** Which pod. `uid` tells it from a successor of the same name. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** How far the scheduler goes with a pod: only notice it, also decide, or also bind (`--mode`). */
export type Mode = 'watch' | 'decide' | 'bind';

/** Another process holds the lease: this one keeps its caches warm and waits. Told again for each other leader. */
export interface WaitingToLead extends Told {
  readonly type: 'waiting-to-lead';
  /** Namespace and name with a slash between them. */
  readonly lease: string;
  /** The identity of who leads. */
  readonly leader: string;
}

/** This process holds the lease: from now on it schedules. */
export interface Leading extends Told {
  readonly type: 'leading';
  readonly lease: string;
  /** The identity of this process. */
  readonly leader: string;
}

/** The lease is lost: nothing was or will be written since, and the process ends. `leader` is empty when it could not be renewed. */
export interface Lost extends Told {
  readonly type: 'lost';
  readonly lease: string;
  readonly leader: string;
}

/** The caches are filled and the loop runs. */
export interface Running extends Told {
  readonly type: 'running';
  /** Several with `, ` between them. */
  readonly scheduler: string;
  readonly mode: Mode;
  readonly policy: PolicyName;
  readonly nodes: number;
  /** Pods of ours that were waiting already. */
  readonly waiting: number;
}

/** A pod of ours without a node came into the queue. */
export interface Noticed extends Told {
  readonly type: 'noticed';
  readonly pod: PodRef;
}

/** One node seen by one decision. A node that does not fit names the plugin and its reasons and has no scores. */
export interface NodeVerdict {
  readonly node: string;
  /** Assigned pods that are neither finished nor daemons: the N of "had N pods". */
  readonly pods: number;
  readonly fits: boolean;
  readonly plugin?: string;
  readonly reasons?: readonly string[];
  /** What upstream's reason hides, e.g. which taint. */
  readonly detail?: string;
  readonly scores?: Readonly<Record<string, PluginScore>>;
  readonly total?: number;
}

/** A node was chosen. Told instead of `bound` in mode `decide`, and before it when details are on. */
export interface Decided extends Told {
  readonly type: 'decided';
  readonly pod: PodRef;
  readonly node: string;
  readonly hadPods: number;
  /** In natural order of names. */
  readonly nodes: readonly NodeVerdict[];
}

/** The API server accepted the binding. */
export interface Bound extends Told {
  readonly type: 'bound';
  readonly pod: PodRef;
  readonly node: string;
  readonly hadPods: number;
  /** How often this pod was tried, this time included. */
  readonly attempts: number;
  /** From the first time the queue saw the pod to the accepted binding. */
  readonly milliseconds: number;
}

/** No node fits. `message` is kube-scheduler's own: `0/4 nodes are available: …`. */
export interface Unschedulable extends Told {
  readonly type: 'unschedulable';
  readonly pod: PodRef;
  readonly message: string;
  readonly attempts: number;
  readonly nodes: readonly NodeVerdict[];
}

/** No node fits, but one will when these pods are gone: they are deleted, and the node is kept for the pod. */
export interface Preempting extends Told {
  readonly type: 'preempting';
  readonly pod: PodRef;
  readonly node: string;
  /** Of lower priority, the most important first. */
  readonly victims: readonly PodRef[];
}

/** A node was chosen but the binding was refused or got no answer; the pod is tried again unless it is gone. */
export interface BindFailed extends Told {
  readonly type: 'bind-failed';
  readonly pod: PodRef;
  readonly node: string;
  readonly message: string;
  readonly retry: boolean;
}

/** A waiting pod may fit now. `cause` is the change, e.g. `node sched-workshop-worker: taints changed`. */
export interface Requeued extends Told {
  readonly type: 'requeued';
  readonly pod: PodRef;
  readonly cause: string;
}

/** The way to the API server broke or is back. */
export interface Connection extends Told {
  readonly type: 'connection';
  readonly resource: string;
  readonly state: 'lost' | 'restored';
  readonly message: string;
}

/** Something went wrong that costs no pod its place, e.g. an event that could not be written. */
export interface Warning extends Told {
  readonly type: 'warning';
  readonly message: string;
}

/** A person stopped the scheduling for a while: pods are noticed and wait. */
export interface Paused extends Told {
  readonly type: 'paused';
}

/** It goes on. */
export interface Resumed extends Told {
  readonly type: 'resumed';
}

/** From the next decision on, another policy says what makes a node good. */
export interface PolicyChanged extends Told {
  readonly type: 'policy';
  readonly policy: PolicyName;
}

/** The last word. `pending` pods were left waiting. */
export interface Stopped extends Told {
  readonly type: 'stopped';
  readonly scheduler: string;
  readonly bound: number;
  readonly failed: number;
  readonly pending: number;
  readonly seconds: number;
}

/** A line that a person's own program printed. */
export interface Said extends Told {
  readonly type: 'said';
  readonly text: string;
}

/** A person's own program ended by itself. */
export interface Ended extends Told {
  readonly type: 'ended';
  /** The line that started it. */
  readonly program: string;
  /** Its exit code; 128 + signal number after a signal. */
  readonly code: number;
  /** What it printed last, oldest first. */
  readonly last: readonly string[];
}
