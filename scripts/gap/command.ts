import { findGap } from '@hilo/runtime';
import type { Command } from 'commander';

/** `hilo gap`: ends with 1 if something is missing. */
export const addGap = (program: Command): void => {
  program
    .command('gap')
    .description(
      'after a restore: name every interaction that was accepted and is in no fact, from what the services still know, with their variables; change nothing',
    )
    .option('--json', 'say it as JSON: { missing: [{ source, id, knownTo }], unprocessed: [{ log, interactions }] }')
    .action(async ({ json }: { json?: true }) => {
      const { services } = await import('../services.ts');
      const gap = await findGap(services, process.env);
      const { missing, unprocessed } = gap;
      const lines = [
        ...missing.map(({ source, id, knownTo }) => `${source}\t${id}\tknown to ${knownTo.join(', ')}`),
        ...unprocessed.map(
          ({ log, interactions }) =>
            `of the log ${log}, ${interactions} were accepted that identity-resolution has not processed`,
        ),
        missing.length === 0 ? 'nothing is missing of what the services know' : `missing: ${missing.length}`,
      ];
      console.log(json ? JSON.stringify(gap, null, 2) : lines.join('\n'));
      process.exit(missing.length === 0 ? 0 : 1);
    });
};
