/** Runs Hilo's services in this process: `hilo all`, or one of them. Configured by the environment alone. */
import { runProcess, type ServiceDefinition } from '@hilo/runtime';
import { Command } from 'commander';
import { explainFailure } from './explain-failure.ts';
import { services } from './services.ts';

const program = new Command('hilo').description(
  'Runs services of Hilo in this process, until SIGTERM or Ctrl-C. The README lists the variables that configure them.',
);
const run = async (definitions: readonly ServiceDefinition[]): Promise<void> => {
  await runProcess(definitions, process.env);
};

program
  .command('all')
  .description('every service')
  .action(() => run(services));
for (const service of services) {
  program
    .command(service.name)
    .description(`${service.name} alone`)
    .action(() => run([service]));
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(`hilo: ${explainFailure(error)}`);
  process.exit(1);
}
