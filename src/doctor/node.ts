import { type Finding, ok, warning } from './finding.ts';
import { NODE_OLDEST } from './known-good.ts';
import { probe } from './probe.ts';
import { isOlder } from './version-order.ts';

/** Is the Node.js that runs us one that we know? */
export const nodeProbe = probe<string>({
  id: 'node',
  title: 'Node.js',
  blocks: 'all',
  gather: ({ node }) => node,
  judge: judgeNode,
});

/** An older one has been turned away by the launcher, so this is about how it was started otherwise. */
export function judgeNode(version: string): Finding {
  return isOlder(version, NODE_OLDEST)
    ? warning(
        `Node.js v${version} is older than v${NODE_OLDEST}`,
        'npm ci && npm start   # in a clone: it brings its own Node.js',
      )
    : ok(`Node.js v${version}`);
}
