import { Command } from 'commander';
import { VERSION } from '../lib/version.ts';
import type { CliContext } from '../app/context.ts';
import { clusterCommand } from './cluster.ts';
import { deployCommand } from './deploy.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommandOf } from './explain.ts';
import { extenderCommand } from './extender.ts';
import { initCommandOf } from './init.ts';
import { kitCommand } from './kit.ts';
import { serveCommand } from './serve.ts';
import { simulateCommandOf } from './simulate.ts';
import { verifyCommand } from './verify.ts';
import { workshopCommand } from './workshop.ts';

const EXAMPLES = `
Examples:
  # play the whole workshop, then collect the evidence: on kind where that is to be had, else on an embedded cluster
  kubectl minisched workshop run --verify

  # go through its steps on a full screen, command by command
  kubectl minisched workshop

  # a cluster of simulated nodes for kubectl and any scheduler, in a second and without Docker
  kubectl minisched cluster create --provider embedded

  # begin a scheduler of your own: it runs from the first moment, and the exercises wait in it
  kubectl minisched init my-scheduler --lang go

  # run the scheduler against the cluster of your current context
  kubectl minisched serve

  # why does it hang?
  kubectl minisched explain pod/blocked

  # play one step alone; what it needs is made first
  kubectl minisched workshop step 5

Exit codes: 0 done, 1 a check failed, 2 wrong command line, 3 it could not be done, 130 interrupted.
`;

/** The whole command line. Commands load what they need when they run, so that help is quick. */
export function program(context: CliContext): Command {
  const root = new Command('kubectl minisched')
    .description('Build, run, break and understand a Kubernetes scheduler.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  const commands = [
    serveCommand(context),
    explainCommandOf(context),
    simulateCommandOf(context),
    clusterCommand(context),
    deployCommand(context),
    extenderCommand(context),
    initCommandOf(context),
    workshopCommand(context),
    verifyCommand(context),
    doctorCommand(context),
    kitCommand(context),
  ];
  for (const command of commands) root.addCommand(inherit(command, root));
  return root;
}

/** `addCommand` does not hand settings down to a command and its subcommands as `command()` does. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}
