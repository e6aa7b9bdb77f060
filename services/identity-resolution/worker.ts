import { topics } from '@hilo/contracts';
import { closeTogether, oneByOne, type Resources, readConfig, repeat, runConsumer } from '@hilo/runtime';
import { group, IdentityConfig } from './config.ts';
import { derivedWith } from './domain/derive-id.ts';
import { finishErasures, noteReports } from './erasure/finish-erasures.ts';
import { countBatch } from './events.ts';
import { erasedIn, outcomeOf, resolveInteractions } from './pipeline.ts';
import { openPublisher, publishBatch, publishLeftovers } from './publishing/publish.ts';
import { noteReports as noteRebuildReports, openRebuilder } from './publishing/rebuild.ts';
import { bringNamesOver } from './reading/search.ts';
import { applyInBackground, dryRunInBackground } from './registry/background.ts';
import {
  decisionsPlace,
  notePublication,
  type PublicationOrigin,
  registryPlace,
} from './store/publishing/publications.ts';
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
      log,
      pool,
      logger,
      health,
      group,
      topics: [topics.interactions.name],
      onAssigned: (topic, partition) => publishLeftovers(publisher, { log: log.id, topic, partition }),
      together: { partitions: 12, records: batchSize },
      maxRecords: Math.min(mostOfPartition, batchSize),
      handle: async (tx, batches) => {
        const records = batches.flatMap((batch) => batch.records);
        const outcome = await resolveInteractions(tx, await rules.within(tx), { records, now: now() });
        const places = batches.map(({ topic, partition }): PublicationOrigin => ({ log: log.id, topic, partition }));
        // Whoever is assigned the first partition next publishes what a crash left of all of them.
        const [place = decisionsPlace(log.id)] = places;
        const customers = outcome.customers.map(({ key }) => key);
        const publication = await notePublication(tx, place, { customers, interactions: [...outcome.interactions] });
        const afterCommit = async (): Promise<void> => {
          await publishBatch(publisher, places, publication, outcome);
          for (const batch of batches) await log.eraseAt(batch.topic, batch.partition, erasedIn(batch, outcome));
          countBatch({ ...outcome, erased: outcome.erased.length });
        };
        return batches.map((batch, at) => ({ ...outcomeOf(batch, outcome), ...(at === 0 && { afterCommit }) }));
      },
    }),
  );

  use(
    await runConsumer({
      log,
      pool,
      logger,
      health,
      group: `${group}.erasures`,
      topics: [topics.erasureReports.name],
      handle: oneByOne(noteReports),
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

  use(
    await runConsumer({
      log,
      pool,
      logger,
      health,
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
  const names = bringNamesOver({ pool, logger });
  const learner = openLearner({ pool, logger, now });
  const background = { publisher, derived: derivedWith(process.HILO_ID_SECRET), logger, now };
  const applier = applyInBackground(background);
  const dryRunner = dryRunInBackground(background);

  use(closeTogether([dryRunner, applier, learner, names, suggesting, sweeper]));
};
