import type { Pod } from '../api/types.ts';
import { podRequests } from '../scheduler/framework/pod-requests.ts';

/** What a pod asks for: thousandths of a CPU, and bytes. */
export interface Requests {
  readonly cpuMilli: number;
  readonly memory: number;
}

/** As the scheduler counts it. */
export function requestsOf(pod: Pod): Requests {
  const { milliCpu, memory } = podRequests(pod).requests;
  return { cpuMilli: milliCpu, memory };
}
