import { Command } from 'commander';
import { VERSION } from '../lib/version.ts';
import type { CliContext } from '../app/context.ts';
import { clusterCommand } from './cluster.ts';
import { serveCommand } from './serve.ts';
import { verifyCommand } from './verify.ts';
import { workshopCommand } from './workshop.ts';

const EXAMPLES = `
Examples:
  # play the whole workshop on a kind cluster, then collect the evidence
  kubectl minisched workshop run --verify

  # run the scheduler against the cluster of your current context
  kubectl minisched serve

  # play one step alone; what it needs is made first
  kubectl minisched workshop step 5
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
    clusterCommand(context),
    workshopCommand(context),
    verifyCommand(context),
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
