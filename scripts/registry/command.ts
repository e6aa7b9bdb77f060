import type { Command } from 'commander';
import { applyRegistry, dryRunRegistry, type RegistryCommand, reportLines, showRegistry } from './registry.ts';

/** `hilo registry`; `speaking` gives a command the options of where Hilo is. */
export const addRegistry = (program: Command, speaking: (command: Command) => Command): void => {
  const registry = program
    .command('registry')
    .description('the rules of who is who of a running Hilo: look at them, try others, and have them come into force');
  const choosing = (command: Command): Command =>
    command
      .argument('[file]', 'a registry as JSON, as show prints it, with a later version')
      .option('--shipped', 'the one that comes with this version of Hilo');
  speaking(registry.command('show'))
    .description('the rules in force as JSON')
    .option('--shipped', 'those that come with this version of Hilo')
    .action(async (command: RegistryCommand) => {
      console.log(JSON.stringify(await showRegistry(command), null, 2));
    });
  choosing(speaking(registry.command('dry-run')))
    .description('what other rules would do to all that is known; nothing is changed')
    .action(async (file: string | undefined, command: RegistryCommand) => {
      for (const line of reportLines(await dryRunRegistry(file, command))) console.log(line);
    });
  choosing(speaking(registry.command('apply')))
    .description(
      'have other rules come into force, while all goes on; every id of before goes on leading to its customer',
    )
    .action(async (file: string | undefined, command: RegistryCommand) => {
      console.log(`version ${await applyRegistry(file, command)} is in force`);
    });
};
