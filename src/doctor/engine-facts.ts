import { z } from 'zod';

import type { Told } from './machine.ts';

/** What the container engine tells of itself. */
export interface EngineInfo {
  readonly version: string;
  /** As `docker info` calls it: `Docker Desktop`, `Debian GNU/Linux 12 (bookworm)`. */
  readonly operatingSystem: string;
  /** `linux` or `windows`: what kind of containers it runs. */
  readonly osType: string;
  /** The processor's: `x86_64`, `aarch64`, `amd64`. */
  readonly architecture: string;
  readonly rootless: boolean;
  readonly cpus: number;
  readonly memoryBytes: number;
  /** `1` or `2`; missing where it is not told. */
  readonly cgroup?: string;
  /** What it cannot limit: `memory`, `pids`, `cpu`. */
  readonly cannotLimit: readonly string[];
  /** Where it keeps images; a path of the machine that it runs on. */
  readonly folder?: string;
  readonly proxy?: string;
}

/** What there is of the container engine that kind would use. */
export interface Engine {
  /** `docker`, `podman`, `nerdctl`. */
  readonly tool: string;
  readonly there: boolean;
  /** Missing where it did not answer. */
  readonly info?: EngineInfo;
  /** What was printed when it did not answer. */
  readonly said: string;
}

/** Reads the answer to `docker info --format {{json .}}`, or podman's to the same. */
export function readEngine(tool: string, told: Told): Engine {
  if (!told.there) return { tool, there: false, said: '' };
  const value = jsonOf(told.stdout);
  const docker = DOCKER.safeParse(value);
  const podman = PODMAN.safeParse(value);
  const info = podman.success ? ofPodman(podman.data) : docker.success ? ofDocker(docker.data) : undefined;
  const errors = FAILED.safeParse(value);
  const said = [told.stderr, ...(errors.success ? errors.data.ServerErrors : [])].join('\n').trim();
  // an old docker says exit code 0 and no server
  if (info === undefined || told.exitCode !== 0) return { tool, there: true, said };
  return { tool, there: true, info, said };
}

const FAILED = z.object({ ServerErrors: z.array(z.string()) });

const DOCKER = z.object({
  ServerVersion: z.string().min(1),
  OperatingSystem: z.string(),
  OSType: z.string(),
  Architecture: z.string(),
  NCPU: z.number(),
  MemTotal: z.number(),
  CgroupVersion: z.string().optional(),
  MemoryLimit: z.boolean().optional(),
  PidsLimit: z.boolean().optional(),
  CPUShares: z.boolean().optional(),
  DockerRootDir: z.string().optional(),
  SecurityOptions: z.array(z.string()).nullish(),
  HttpProxy: z.string().optional(),
  HttpsProxy: z.string().optional(),
});

function ofDocker(info: z.infer<typeof DOCKER>): EngineInfo {
  const limits = { memory: info.MemoryLimit, pids: info.PidsLimit, cpu: info.CPUShares };
  const proxy = info.HttpsProxy || info.HttpProxy;
  return {
    version: info.ServerVersion,
    operatingSystem: info.OperatingSystem,
    osType: info.OSType,
    architecture: info.Architecture,
    rootless: (info.SecurityOptions ?? []).some((option) => option.includes('rootless')),
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    ...(info.CgroupVersion ? { cgroup: info.CgroupVersion } : {}),
    cannotLimit: Object.entries(limits).flatMap(([name, can]) => (can === false ? [name] : [])),
    ...(info.DockerRootDir ? { folder: info.DockerRootDir } : {}),
    ...(proxy ? { proxy } : {}),
  };
}

const PODMAN = z.object({
  host: z.object({
    cpus: z.number(),
    memTotal: z.number(),
    os: z.string(),
    arch: z.string(),
    cgroupVersion: z.string().optional(),
    cgroupControllers: z.array(z.string()).nullish(),
    distribution: z.object({ distribution: z.string() }).optional(),
    security: z.object({ rootless: z.boolean() }).optional(),
  }),
  store: z.object({ graphRoot: z.string() }).optional(),
  version: z.object({ Version: z.string() }),
});

function ofPodman({ host, store, version }: z.infer<typeof PODMAN>): EngineInfo {
  const controllers = host.cgroupControllers;
  return {
    version: version.Version,
    operatingSystem: host.distribution?.distribution ?? host.os,
    osType: host.os,
    architecture: host.arch,
    rootless: host.security?.rootless ?? false,
    cpus: host.cpus,
    memoryBytes: host.memTotal,
    ...(host.cgroupVersion ? { cgroup: host.cgroupVersion.replace(/^v/, '') } : {}),
    cannotLimit: controllers ? ['memory', 'pids', 'cpu'].filter((name) => !controllers.includes(name)) : [],
    ...(store ? { folder: store.graphRoot } : {}),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the engine printed words instead
    return undefined;
  }
}
