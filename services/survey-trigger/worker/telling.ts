import { topics } from '@hilo/contracts';
import { closeTogether, type NameHashes, oneByOne, type Resources, repeat, runConsumer } from '@hilo/runtime';
import { keptInLogMs } from '../domain/endpoints/event-delivery.ts';
import { noteAlertEvents, noteCaseEvents, noteSurveyEvents } from '../endpoints/events/note-events.ts';
import { openEventSenders } from '../endpoints/events/tell-events.ts';
import type { OutgoingWebhooks } from '../endpoints/outgoing-webhooks.ts';
import { countAnswers, countTold, observeUntold, observeWebhooks } from '../events.ts';
import { countUntold, countWebhooks, forgetDeliveries, noWebhooks } from '../store/event-deliveries.ts';

type TellingWorker = Resources & { hashes: NameHashes; webhooks: OutgoingWebhooks };

/** Tells the outgoing webhooks what happens: what is told on the log is noted for each of them, and posted until it is taken. */
export const openTelling = async ({ hashes, webhooks, ...resources }: TellingWorker) => {
  const { log, pool, logger, health, now } = resources;
  const noting = await runConsumer({
    log,
    pool,
    logger,
    health,
    group: 'survey-trigger.events',
    topics: [topics.surveys.name, topics.cases.name, topics.alerts.name],
    handle: oneByOne((tx, { topic, records }) => {
      if (topic === topics.alerts.name) return noteAlertEvents(tx, records, { now: now() });
      return topic === topics.cases.name
        ? noteCaseEvents(tx, records, { now: now() })
        : noteSurveyEvents(tx, records, { hashes, now: now(), onAnswer: countAnswers });
    }),
  });
  const sending = openEventSenders({ ...resources, webhooks }, ({ state }) => countTold(state));
  let [counts, untold] = [noWebhooks, 0];
  const gauges = [observeWebhooks(() => counts), observeUntold(() => untold)];
  const watching = repeat({
    everyMs: 60_000,
    health: { health, part: 'looking after outgoing webhooks' },
    work: async () => {
      [counts, untold] = [await countWebhooks(pool), await countUntold(pool)];
      return forgetDeliveries(pool, now() - keptInLogMs);
    },
    onError: (error) => logger.warn({ err: error }, 'it could not be seen how outgoing webhooks do'),
  });
  return {
    close: async () => {
      for (const gauge of gauges) gauge[Symbol.dispose]();
      await closeTogether([noting, sending, watching]).close();
    },
  };
};
