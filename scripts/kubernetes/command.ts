import { type Command, Option } from 'commander';
import { type LoadCommand, load } from './load.ts';

/** `hilo kubernetes`. */
export const addKubernetes = (program: Command): void => {
  const kubernetes = program.command('kubernetes').description('Hilo in a cluster of Kubernetes; docs/kubernetes.md');
  kubernetes
    .command('load')
    .description('build the image, put it into the cluster of kubectl, and name it in the overlay local')
    .option('--image <name>', 'put this one there, which is built already')
    .addOption(
      new Option('--builder <program>', 'what builds; without it, docker if it runs, else buildah').choices([
        'docker',
        'buildah',
      ]),
    )
    .option('--kubectl <program>', 'how the cluster is spoken to', 'kubectl')
    .option(
      '--containerd <address>',
      'the socket of containerd, if this machine is the node',
      process.env.CONTAINERD_ADDRESS,
    )
    .action(async (command: LoadCommand) => {
      const { image, where } = await load(command);
      console.log(`${image} is in ${where}. Next: ${command.kubectl} apply -k infra/kubernetes/overlays/local`);
    });
  kubernetes
    .command('secrets')
    .description('in a Pod: make the secrets that are missing in its namespace; what is there stays as it is')
    .option('--database <name>', 'the database in which the services have users of their own', 'postgres')
    .action(async ({ database }: { database: string }) => {
      const { makeSecrets } = await import('./secrets.ts');
      for (const line of await makeSecrets(database)) console.log(`hilo: ${line}`);
    });
};
