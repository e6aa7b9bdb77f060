import type { Command } from 'commander';
import { writeSecrets } from './secrets.ts';

/** `hilo compose`. */
export const addCompose = (program: Command): void => {
  program
    .command('compose')
    .description('Hilo by Docker Compose; docs/compose.md')
    .command('secrets')
    .description(
      'in a container: make the secrets, unless they are there, and a folder with its own for each container',
    )
    .argument('<folder>', 'where they are kept')
    .action(async (folder: string) => {
      console.log(`hilo: ${await writeSecrets(folder)}`);
    });
};
