import { RebuiltService } from '@hilo/contracts';
import { type Command, InvalidArgumentError } from 'commander';
import { fetchRebuilds, type RebuildCommand, rebuild, rebuildLine, stopRebuild } from './rebuild.ts';

/** `hilo rebuild`; `speaking` gives a command the options of where Hilo is. */
export const addRebuild = (program: Command, speaking: (command: Command) => Command): void => {
  speaking(program.command('rebuild'))
    .description(
      'have a service be told all facts and records again, while all goes on; without a service, tell which rebuilds there were. ' +
        'What it has that no fact says is gone then; nobody is asked, told or contacted again',
    )
    .argument('[service]', RebuiltService.options.join(', '), serviceNamed)
    .option('--rate <number>', 'how many records and interactions it is told in a second at the most', wholeNumber)
    .option('--stop', 'stop the one that is under way')
    .action(async (service: RebuiltService | undefined, command: RebuildCommand) => {
      if (service !== undefined)
        return console.log(rebuildLine(await (command.stop ? stopRebuild : rebuild)(service, command)));
      if (command.stop || command.rate !== undefined) throw new Error('name the service, too.');
      for (const one of await fetchRebuilds(command)) console.log(rebuildLine(one));
    });
};

const serviceNamed = (name: string): RebuiltService => {
  const { data } = RebuiltService.safeParse(name);
  if (data === undefined) throw new InvalidArgumentError(`It has to be one of ${RebuiltService.options.join(', ')}.`);
  return data;
};

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It has to be a whole number above 0.');
  return value;
};
