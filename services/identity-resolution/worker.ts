import { topics } from '@hilo/contracts';
import {
  closeTogether,
  oneByOne,
  openErasureList,
  type Resources,
  readConfig,
  repeat,
  runConsumer,
} from '@hilo/runtime';
import { group, IdentityConfig } from './config.ts';
import { derivedWith } from './domain/derive-id.ts';
import { hearAllForList, noteInList } from './erasure/fill-list.ts';
import { finishErasures, noteReports } from './erasure/finish-erasures.ts';
import { forgetErased } from './erasure/forget-erased.ts';
import { interactionsHandler } from './pipeline.ts';
import { openPublisher, type Publisher, publishLeftovers } from './publishing/publish.ts';
import { noteRebuildReports, openRebuilder } from './publishing/rebuild.ts';
import { bringNamesOver } from './reading/search.ts';
import { applyInBackground, dryRunInBackground } from './registry/background.ts';
import { decisionsPlace, registryPlace } from './store/publishing/publications.ts';
import { openSuggester } from './suggestions/keep-up.ts';
import { openLearner } from './suggestions/learn-model.ts';
import { openLinker } from './suggestions/link-automatically.ts';

const sweepEveryMs = 5000;
const finishEveryMs = 2000;
const suggestEveryMs = 1000;
const rebuildEveryMs = 1000;
const abandonedAfterMs = 10_000;
/** Several partitions have a part in a batch, so that none waits long. */
const mostOfPartition = 250;

/** All that goes on beside the requests: interactions are resolved, and what follows from them is done. */
export const openWorker = async (resources: Omit<Resources, 'startThread'>): Promise<void> => {
  const { environment, process, pool, log, logger, health, now, use } = resources;
  const config = readConfig(IdentityConfig, environment);
  const { HILO_SUGGESTIONS_AUTOMATIC: threshold, HILO_BATCH_SIZE: batchSize } = config;
  const publisher = openPublisher(resources);
  const { rules } = publisher;

  use(
    await runConsumer({
      ...resources,
      group,
      topics: [topics.interactions.name],
      onAssigned: (topic, partition) => publishLeftovers(publisher, { log: log.id, topic, partition }),
      together: { partitions: 12, records: batchSize },
      maxRecords: Math.min(mostOfPartition, batchSize),
      handle: interactionsHandler(publisher, now),
    }),
  );

  await followErasureReports(resources);
  await rebuildServices(resources, publisher);

  // What an instance decided and did not publish, another one publishes: decisions come from no partition.
  const sweeper = repeat({
    everyMs: sweepEveryMs,
    health: { health, part: 'publishing decisions that a crash left' },
    work: async () => {
      await publishLeftovers(publisher, decisionsPlace(log.id), abandonedAfterMs);
      await publishLeftovers(publisher, registryPlace(log.id), abandonedAfterMs);
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'what was decided could not be published and will be tried again'),
  });

  const suggester = openSuggester({ pool, rules, logger, now });
  const forgetting = forgetErased({ pool, health, logger, thread: 'the work' }, suggester.forget);
  const linker = openLinker({ publisher, logger, threshold, now });
  const suggesting = repeat({
    everyMs: suggestEveryMs,
    health: { health, part: 'bringing suggestions up to date' },
    work: async () => {
      const hasMore = await suggester.work();
      const hasMoreToLink = await linker.work();
      return hasMore || hasMoreToLink;
    },
    onError: (error) => logger.warn({ err: error }, 'suggestions could not be brought up to date; tried again soon'),
  });
  const names = bringNamesOver({ pool, health, logger });
  const learner = openLearner({ pool, health, logger, now });
  const background = { publisher, derived: derivedWith(process.HILO_ID_SECRET), health, logger, now };
  const applier = applyInBackground(background);
  const dryRunner = dryRunInBackground(background);

  use(closeTogether([dryRunner, applier, learner, names, forgetting, suggesting, sweeper]));
};

/** What the other services have erased, what is left to be looked for in the log, and what the list outside of the database lacks. */
const followErasureReports = async (resources: Omit<Resources, 'startThread'>): Promise<void> => {
  const { process, pool, log, logger, health, now, use } = resources;
  const list = openErasureList(process);
  if (list !== undefined) await hearAllForList(pool, `${group}.erasures`);
  use(
    await runConsumer({
      ...resources,
      group: `${group}.erasures`,
      topics: [topics.erasureReports.name, topics.erasures.name],
      handle: oneByOne((tx, batch) =>
        batch.topic === topics.erasures.name ? noteInList(tx, list, batch) : noteReports(tx, batch),
      ),
    }),
  );
  use(
    repeat({
      everyMs: finishEveryMs,
      health: { health, part: 'finishing erasures' },
      work: async () => {
        await finishErasures({ pool, log, now });
        return false;
      },
      onError: (error) => logger.warn({ err: error }, 'the log could not be searched and will be searched again'),
    }),
  );
};

/** Services are told everything again, and say how far they are. */
const rebuildServices = async (resources: Omit<Resources, 'startThread'>, publisher: Publisher): Promise<void> => {
  const { logger, health, now, use } = resources;
  use(
    await runConsumer({
      ...resources,
      group: `${group}.rebuilds`,
      topics: [topics.rebuildReports.name],
      handle: oneByOne((tx, batch) => noteRebuildReports(tx, batch, now())),
    }),
  );
  const rebuilder = openRebuilder({ publisher, now });
  use(
    repeat({
      everyMs: rebuildEveryMs,
      health: { health, part: 'telling services everything again' },
      work: () => rebuilder.work(),
      onError: (error) => logger.warn({ err: error }, 'a step of a rebuild failed and will be tried again'),
    }),
  );
};
