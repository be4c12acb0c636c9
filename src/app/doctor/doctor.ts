import { PROBES } from '../../doctor/probes.ts';
import { runProbes } from '../../doctor/run-probes.ts';
import { verdict } from '../../doctor/verdict.ts';
import { systemClock } from '../../lib/clock.ts';
import { EXIT } from '../../lib/errors.ts';
import type { ProviderName } from '../cluster/provider-name.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { doctorLines } from './lines.ts';
import { type MachineOptions, thisMachine } from './machine.ts';

/** What `doctor` was asked for. */
export interface DoctorOptions extends MachineOptions {
  readonly provider: ProviderName;
  readonly output?: OutputFormat;
  readonly color: boolean;
}

/** `doctor`: looks at this machine and says what to mend before the class. Exit code 0 when the workshop can be done, else 1. */
export async function doctor(cli: CliContext, options: DoctorOptions): Promise<void> {
  const { provider, lang, output } = options;
  const machine = thisMachine(cli, options);
  const probes = PROBES.filter(
    ({ blocks }) =>
      (blocks !== 'kind' || provider !== 'embedded') && (blocks !== 'program' || lang !== undefined),
  );
  const reports = await runProbes(probes, machine, systemClock);
  const end = verdict(reports, provider, lang !== undefined);
  const colours =
    options.color && cli.stdout.isTTY === true && !cli.env['NO_COLOR'] && cli.env['TERM'] !== 'dumb';
  const lines = (): string => doctorLines(reports, end, { colours, wide: output === 'wide' }).join('\n');
  cli.stdout.write(documentText({ ...end, findings: reports }, output) ?? `${lines()}\n`);
  cli.setExitCode(end.ready ? EXIT.ok : EXIT.negative);
}
