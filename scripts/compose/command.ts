import type { Command } from 'commander';

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
      const { writeSecrets } = await import('./secrets.ts');
      console.log(`hilo: ${await writeSecrets(folder)}`);
    });
};
