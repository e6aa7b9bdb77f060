import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Where } from '../keys/keys.ts';
import {
  dryRunListing,
  dryRunPolicy,
  dryRunProgramme,
  dryRunReactions,
  type PolicyCommand,
  type ProgrammeCommand,
  type ReactionsCommand,
  stopDryRun,
} from './dry-run.ts';
import { policyLines } from './policy-lines.ts';
import { programmeLines } from './programme-lines.ts';
import { reactionLines } from './reaction-lines.ts';

/** `hilo dry-run`; `speaking` gives a command the options of where Hilo is. Ends with 1 where it came to nothing. */
export const addDryRun = (program: Command, speaking: (command: Command) => Command): void => {
  const dryRun = program
    .command('dry-run')
    .description(
      'what programmes, another contact policy, or rules of reactions would have done about what really happened at a running Hilo; nothing is sent, and nothing is changed',
    );
  const within = (command: Command): Command =>
    command
      .option('--from <time>', 'only what happened from then on, such as 2026-11-01T00:00:00Z', moment)
      .option('--to <time>', 'only what happened before', moment)
      .option('--json', 'say it as JSON');

  within(speaking(dryRun.command('programme')))
    .description(
      'how many a programme would have asked, at once or later and by which channel, how many not, and why; of the interactions of the last 7 days',
    )
    .argument('<file>', 'a programme as JSON, or a list of them; or the id of one in force')
    .option('--alone', 'without the other programmes in force, but with what they have really asked')
    .option('--policy <file>', 'by another contact policy, as JSON')
    .addOption(
      new Option('--history <history>', 'invitations: whatever the programmes of these ids have noted, however old')
        .choices(['log', 'invitations'])
        .default('log'),
    )
    .option('--when-received', 'as if nothing had been heard of before it was received')
    .action(async (file: string, command: ProgrammeCommand) => {
      const answer = await dryRunProgramme(file, command);
      console.log(command.json ? JSON.stringify(answer, null, 2) : programmeLines(answer).join('\n'));
    });

  within(speaking(dryRun.command('policy')))
    .description(
      'who would have been contacted more, less, or at other times, by another contact policy, and which rules do it',
    )
    .argument('[file]', 'a contact policy as JSON')
    .option('--version <number>', 'an earlier version, in place of a file', wholeNumber)
    .option('--patience-hours <hours>', 'for how long a contact may be put off before it counts as not made', number)
    .action(async (file: string | undefined, command: PolicyCommand) => {
      const answer = await dryRunPolicy(file, command);
      console.log(command.json ? JSON.stringify(answer, null, 2) : policyLines(answer).join('\n'));
    });

  within(speaking(dryRun.command('reactions')))
    .description('to what rules of reactions would have reacted, and why not to the rest; of the last 7 days')
    .argument('[file]', 'rules as JSON, as they are published; without it, those in force')
    .option('--when-received', 'as if nothing had been heard of before it was received')
    .action(async (file: string | undefined, command: ReactionsCommand) => {
      const answer = await dryRunReactions(file, command);
      console.log(command.json ? JSON.stringify(answer, null, 2) : reactionLines(answer).join('\n'));
    });

  speaking(dryRun.command('list'))
    .description('the dry runs that there were, the latest first')
    .action(async (command: Where) => {
      for (const line of await dryRunListing(command)) console.log(line);
    });

  speaking(dryRun.command('stop'))
    .description('stop one')
    .argument('<id>', 'its id, as list shows it')
    .action(async (id: string, command: Where) => console.log(await stopDryRun(id, command)));
};

const moment = (text: string): string => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('It has to be a time such as 2026-11-01T00:00:00Z.');
  return new Date(at).toISOString();
};

const number = (text: string): number => {
  const value = Number(text);
  if (text === '' || !(value >= 0)) throw new InvalidArgumentError('It has to be a number.');
  return value;
};

const wholeNumber = (text: string): number => {
  const value = number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It has to be a whole number above 0.');
  return value;
};
