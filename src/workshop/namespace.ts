import type { Look } from './look.ts';
import { mustRunKubectl } from './run-command.ts';
import type { Stage } from './stage.ts';

/** A namespace that the person named (`-n`) is made where it is not there yet, and that is said. */
export async function ensureNamespace(stage: Stage, look: Look): Promise<void> {
  const { namespace } = look;
  if (namespace === 'default' || (await look.hasNamespace())) return;
  const text = `There is no namespace ${namespace} yet: making it. It stays when the workshop is over.`;
  stage.workshop.observe({ type: 'notice', level: 'info', text });
  await mustRunKubectl(stage, ['create', 'namespace', namespace]);
}
