/** Tries Hilo on a cluster: `pnpm test:kubernetes --help`. */
import { Command } from 'commander';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { arrive } from './arrive.ts';
import { type Cluster, findCluster } from './cluster.ts';
import { drainAll } from './drain.ts';
import { type Ended, endUnderTraffic, evict, kill } from './end.ts';
import { inspectImage } from './image.ts';
import { pathsOf } from './policies.ts';
import { restoreUnderTraffic } from './restore.ts';
import { rollUnderTraffic } from './roll.ts';
import { runOutOfMemory } from './run-out-of-memory.ts';
import { scaleUnderTraffic } from './scale.ts';
import { goBackUnderTraffic, installVersionBefore, upgradeUnderTraffic } from './upgrade.ts';

const services = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'];
const parts = [...services, 'kafka', 'postgres'];
/** Of Postgres the kernel ends one of its many processes, and the others begin anew: it is killed above. */
const filled = [...services, 'kafka'];

const verdict = (holds: boolean, line: string): void => {
  console.log(`${holds ? 'holds' : 'FAILS'}: ${line}`);
  if (!holds) process.exitCode = 1;
};

const nameOf = (scenario: string, part: string): string => `${scenario}-${part}-${Date.now()}`;
const kept = (wrong: readonly string[]): string => (wrong.length === 0 ? '0 lost, 0 doubled' : wrong.join('; '));

const verdictOnEnd = (part: string, how: string, { traffic, readyMs, failingMs, throughMs, wrong }: Ended): void => {
  const { posted, failures, longestMs } = traffic;
  // Where ingest itself was not ended, it answers, and says when to come again.
  const isAnswered = part === 'ingest' || Object.keys(failures).every((reason) => reason === '503');
  verdict(
    wrong.length === 0 && isAnswered,
    `${part} ${how} under ${posted} requests: failed ${JSON.stringify(failures)}, ${kept(wrong)}, the slowest ${longestMs} ms`,
  );
  const last = failingMs === undefined ? 'nobody failed' : `the last failure ${failingMs} ms after that`;
  verdict((failingMs ?? 0) <= 5000, `ready again after ${readyMs} ms; ${last}`);
  verdict(throughMs <= 30_000, `all of it was through ${throughMs} ms after the last`);
};

type Wanted = { only: readonly string[]; from: string | undefined; to: string | undefined };

const scenarios: Record<string, (cluster: Cluster, wanted: Wanted) => Promise<void>> = {
  image: async () => {
    const { megabytes, components, wrong } = await inspectImage();
    verdict(
      wrong.length === 0,
      `the image has ${megabytes} MB and ${components} components; ${wrong.join('; ') || 'nothing is wrong in it'}`,
    );
  },

  arrive: async (cluster) => {
    const { acceptedS, foundS, toldS } = await arrive(cluster, nameOf('arrive', 'first'));
    verdict(toldS <= 90, `accepted after ${acceptedS} s, its customer found after ${foundS} s, told after ${toldS} s`);
  },

  roll: async (cluster, { only }) => {
    for (const service of services.filter((one) => only.includes(one))) {
      const options = { name: nameOf('roll', service), rate: 200, seconds: 45 };
      const { traffic, throughMs, wrong } = await rollUnderTraffic(cluster, service, options);
      const { posted, failures, longestMs } = traffic;
      verdict(
        wrong.length === 0 && Object.keys(failures).length === 0,
        `${service} replaced under ${posted} requests: failed ${JSON.stringify(failures)}, ${kept(wrong)}, the slowest ${longestMs} ms`,
      );
      verdict(throughMs <= 15_000, `all of it was through ${throughMs} ms after the last`);
    }
  },

  kill: async (cluster, { only }) => {
    for (const part of parts.filter((one) => only.includes(one)))
      verdictOnEnd(
        part,
        'killed',
        await endUnderTraffic(cluster, part, kill, { name: nameOf('kill', part), rate: 100, seconds: 40 }),
      );
  },

  memory: async (cluster, { only }) => {
    if (cluster.folder === undefined)
      return console.log('skipped: memory, since a container is filled from its node, which is not this machine');
    for (const part of filled.filter((one) => only.includes(one)))
      verdictOnEnd(
        part,
        'out of memory',
        await endUnderTraffic(cluster, part, runOutOfMemory, { name: nameOf('memory', part), rate: 100, seconds: 40 }),
      );
  },

  evict: async (cluster, { only }) => {
    for (const part of parts.filter((one) => only.includes(one)))
      verdictOnEnd(
        part,
        'evicted',
        await endUnderTraffic(cluster, part, evict, { name: nameOf('evict', part), rate: 100, seconds: 60 }),
      );
  },

  scale: async (cluster) => {
    const { most, least, traffic, wrong } = await scaleUnderTraffic(cluster, nameOf('scale', 'ingest'));
    verdict(most === 4 && least === 2, `ingest went from 2 to ${most} instances, and back to ${least}`);
    const { posted, failures, longestMs } = traffic;
    verdict(
      wrong.length === 0 && Object.keys(failures).length === 0,
      `meanwhile ${posted} requests: failed ${JSON.stringify(failures)}, ${kept(wrong)}, the slowest ${longestMs} ms`,
    );
  },

  drain: async (cluster) => {
    const { drainedMs, acceptingMs, toldMs } = await drainAll(cluster, nameOf('drain', 'first'));
    verdict(drainedMs <= 120_000, `every node drained within ${drainedMs} ms: no budget stood in the way`);
    verdict(acceptingMs <= 30_000, `accepting ${acceptingMs} ms after they were let back, through after ${toldMs} ms`);
  },

  restore: async (cluster) => {
    const { posted, downS, wrong } = await restoreUnderTraffic(cluster, nameOf('restore', 'all'));
    verdict(
      wrong.length === 0,
      `restored from a backup that was made under ${posted} requests, away for ${downS} s: ${wrong.join('; ') || 'records byte for byte, the ledger balances, who was erased since stays so'}`,
    );
  },

  upgrade: async (cluster, { from, to }) => {
    if (from === undefined || to === undefined)
      return console.log('skipped: upgrade, which needs --from IMAGE and --to IMAGE, both on the nodes');
    await installVersionBefore(cluster, { from, to });
    const traffic = { rate: 120, seconds: 60 };
    const steps = [
      [
        'to the next version, migrations first',
        () => upgradeUnderTraffic(cluster, to, { ...traffic, name: nameOf('upgrade', 'to') }),
      ],
      [
        'back to the version before, on the migrated database',
        () => goBackUnderTraffic(cluster, from, { ...traffic, name: nameOf('upgrade', 'back') }),
      ],
    ] as const;
    for (const [what, step] of steps) {
      const {
        traffic: { posted, failures, longestMs },
        throughMs,
        wrong,
      } = await step();
      verdict(
        wrong.length === 0 && Object.keys(failures).length === 0,
        `${what}, under ${posted} requests: failed ${JSON.stringify(failures)}, ${kept(wrong)}, the slowest ${longestMs} ms`,
      );
      verdict(throughMs <= 30_000, `all of it was through ${throughMs} ms after the last`);
    }
  },

  paths: async (cluster) => {
    const { tried, wrong } = await pathsOf(cluster);
    verdict(wrong.length === 0, `${tried.length} paths tried, not as in the picture: ${wrong.join('; ') || 'none'}`);
  },
};

const program = new Command('test:kubernetes')
  .description(
    'Tries Hilo on a cluster that has nothing but the overlay local: that of KUBECONFIG, else that of this machine.',
  )
  .argument('[scenario...]', `what to try: ${Object.keys(scenarios).join(', ')}`)
  .option('--full', 'all of them')
  .option('--only <parts...>', 'what to replace or to kill', parts)
  .option('--from <image>', 'the version before, for upgrade')
  .option('--to <image>', 'the version to upgrade to')
  .action(async (named: string[], { full, ...rest }: Wanted & { full?: true }) => {
    const cluster = findCluster();
    if ('skipped' in cluster) throw new Error(cluster.skipped);
    console.log(`on ${cluster.name}`);
    const wanted = Object.entries(scenarios).filter(([name]) => full || named.includes(name));
    if (wanted.length === 0) throw new Error('say what to try, or --full.');
    for (const [, scenario] of wanted) await scenario(cluster, rest);
  });

await program.parseAsync().catch((error: unknown) => {
  console.error(`test:kubernetes: ${explainFailure(error)}`);
  process.exitCode = 1;
});
