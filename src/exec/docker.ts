import type { Env } from './env.ts';
import { type CommandResult, type Output, run } from './run.ts';
import { findContainerTool } from './tools.ts';

/** One container that kind made. */
export interface NodeContainer {
  /** The engine's own; another one after the container was made anew. */
  readonly id: string;
  readonly name: string;
  /** The engine's word: `running`, `exited`, `paused`, `created`, … */
  readonly state: string;
  /** kind's word: `control-plane`, `worker`, `external-load-balancer`. */
  readonly role: string;
}

export interface DockerOptions {
  readonly signal: AbortSignal;
  readonly output?: Output;
}

/** The container tool behind kind's nodes, as far as a cluster's life needs it. Nothing here interprets exit codes. */
export interface Docker {
  /** `docker`, `podman` or `nerdctl`. */
  readonly tool: string;
  /** Asks for the engine's version: fails where the program is there and the engine does not answer. */
  version(options: DockerOptions): Promise<CommandResult>;
  /** The containers of one kind cluster, stopped ones too; `result` tells whether the engine answered. */
  nodes(cluster: string, options: DockerOptions): Promise<{ result: CommandResult; nodes: NodeContainer[] }>;
  start(containers: readonly string[], options: DockerOptions): Promise<CommandResult>;
  stop(containers: readonly string[], options: DockerOptions): Promise<CommandResult>;
  /** Builds an image out of a folder. */
  build(what: ImageBuild, options: DockerOptions): Promise<CommandResult>;
  /** The image's own id is what it prints. */
  imageId(image: string, options: DockerOptions): Promise<CommandResult>;
  /** Runs it once as it would run in a pod: nothing can be written, nobody be reached. */
  tryOut(image: string, args: readonly string[], options: DockerOptions): Promise<CommandResult>;
  /** Fetches an image from its registry. */
  pull(image: string, options: DockerOptions): Promise<CommandResult>;
  /** The ids, names and digests of the images of a repository on this machine, the newest first: a line for each, parts separated by tabs. */
  images(repository: string, options: DockerOptions): Promise<CommandResult>;
  /** What an image's own platform and size is: `linux/amd64`, a tab, bytes. */
  imagePlatform(image: string, options: DockerOptions): Promise<CommandResult>;
  /** Writes an image into a tar file. */
  save(image: string, file: string, options: DockerOptions): Promise<CommandResult>;
  /** Reads images from such a file; what it prints names them. */
  load(file: string, options: DockerOptions): Promise<CommandResult>;
  /** Gives an image another name beside the one that it has. */
  tag(image: string, name: string, options: DockerOptions): Promise<CommandResult>;
  /** The `host:port` on this machine that leads to a port of the container; undefined when there is none. */
  publishedPort(container: string, port: number, options: DockerOptions): Promise<string | undefined>;
}

/** An image to build. */
export interface ImageBuild {
  /** The Dockerfile. */
  readonly file: string;
  /** What it may copy from. */
  readonly folder: string;
  readonly tag: string;
  readonly arguments: Readonly<Record<string, string>>;
}

const LIMIT_MS = 60_000;
/** Pulling the base over a slow line is part of it. */
const BUILD_LIMIT_MS = 15 * 60_000;

/** A node image is a gigabyte, and a line or a disk may be slow. */
const IMAGE_LIMIT_MS = 30 * 60_000;

/** Binds the container tool that kind uses with this environment. */
export function bindDocker(binding: { readonly env: Env; readonly now: () => number }): Docker {
  const tool = findContainerTool(binding.env);
  const call = (
    args: readonly string[],
    options: DockerOptions,
    timeoutMs = LIMIT_MS,
  ): Promise<CommandResult> => run([tool, ...args], { ...binding, ...options, timeoutMs });
  return {
    tool,
    version: (options) => call(['version', '--format', '{{.Server.Version}}'], options),
    async nodes(cluster, options) {
      const label = `label=io.x-k8s.kind.cluster=${cluster}`;
      const result = await call(['ps', '--all', '--filter', label, '--format', NODE_LINE], options);
      return { result, nodes: result.exitCode === 0 ? nodeLines(result.stdout) : [] };
    },
    start: (containers, options) => call(['start', ...containers], options),
    stop: (containers, options) => call(['stop', ...containers], options),
    build({ file, folder, tag, arguments: given }, options) {
      const args = Object.entries(given).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
      return call(['build', '--file', file, '--tag', tag, ...args, folder], options, BUILD_LIMIT_MS);
    },
    imageId: (image, options) => call(['image', 'inspect', '--format', '{{.Id}}', image], options),
    tryOut: (image, args, options) =>
      call(['run', '--rm', '--read-only', '--network=none', image, ...args], options),
    pull: (image, options) => call(['pull', image], options, IMAGE_LIMIT_MS),
    images: (repository, options) =>
      call(['images', '--digests', '--no-trunc', '--format', IMAGE_LINE, repository], options),
    imagePlatform: (image, options) =>
      call(['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}\t{{.Size}}', image], options),
    save: (image, file, options) => call(['save', '--output', file, image], options, IMAGE_LIMIT_MS),
    load: (file, options) => call(['load', '--input', file], options, IMAGE_LIMIT_MS),
    tag: (image, name, options) => call(['tag', image, name], options),
    async publishedPort(container, port, options) {
      const result = await call(['port', container, `${String(port)}/tcp`], options);
      return result.exitCode === 0 ? result.stdout.split('\n')[0] || undefined : undefined;
    },
  };
}

const IMAGE_LINE = '{{.ID}}\t{{.Repository}}:{{.Tag}}\t{{.Digest}}';
const NODE_LINE = '{{.ID}}\t{{.Names}}\t{{.State}}\t{{.Label "io.x-k8s.kind.role"}}';

function nodeLines(stdout: string): NodeContainer[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', name = '', state = '', role = ''] = line.split('\t');
      return { id, name, state, role };
    });
}
