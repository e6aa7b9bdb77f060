import { type Closable, type Resources, repeat } from '@hilo/runtime';
import { signedHeaders } from '@hilo/webhook-out';
import { toldBy, toldWithinMs } from '../../domain/endpoints/event-delivery.ts';
import type { AnswerToPost } from '../../domain/endpoints/posted.ts';
import { type ClaimedDelivery, claimDeliveries, disableWebhook, saveDelivery } from '../../store/event-deliveries.ts';
import type { OpenOutgoingWebhook, OutgoingWebhooks } from '../outgoing-webhooks.ts';

type Telling = Pick<Resources, 'pool' | 'logger' | 'now'> & { webhooks: Pick<OutgoingWebhooks, 'connector' | 'inUse'> };

/** Told of every attempt. */
export type OnTold = (told: { state: 'delivered' | 'waiting' | 'failed' }) => void;

/** To one webhook, so many at the same time, each for so long; what nobody says anything of is told again after the lease. */
const [mostAtOnce, attemptMs, leaseMs] = [4, 5000, 30_000];
const lookEveryMs = 250;

/**
 * Tells the outgoing webhooks what is due, until it is closed. Each has senders of its own: one that hangs keeps nobody waiting but itself.
 */
export const openEventSenders = (telling: Telling & Pick<Resources, 'health'>, onTold: OnTold): Closable => {
  const { webhooks, logger, health } = telling;
  const closing = new AbortController();
  const running = new Map<string, Set<Promise<void>>>();
  const runsOf = (id: string): Set<Promise<void>> => {
    const runs = running.get(id) ?? new Set();
    running.set(id, runs);
    return runs;
  };
  const tellMore = async (webhook: OpenOutgoingWebhook): Promise<void> => {
    const runs = runsOf(webhook.id);
    const free = mostAtOnce - runs.size;
    if (free <= 0 || closing.signal.aborted) return;
    for (const one of await claim(telling, webhook, free)) {
      const run: Promise<void> = tellOne(telling, webhook, one, onTold)
        .catch((error: unknown) => logger.warn({ err: error }, 'what came of telling an event could not be written'))
        .finally(() => {
          runs.delete(run);
        });
      runs.add(run);
      // As soon as one is done, there is room for the next.
      void run.then(() => tellMore(webhook)).catch(() => {});
    }
  };
  const repeating = repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'telling outgoing webhooks what happens' },
    work: async () => {
      for (const webhook of webhooks.inUse()) if (hearsEvents(webhook)) await tellMore(webhook);
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'events could not be told, which is tried again'),
  });
  return {
    close: async () => {
      closing.abort();
      await repeating.close();
      await Promise.all([...running.values()].flatMap((runs) => [...runs]));
    },
  };
};

const hearsEvents = ({ settings }: OpenOutgoingWebhook): boolean =>
  settings.kind === 'standard' && settings.events !== undefined;

const claim = ({ pool, now }: Telling, { id }: OpenOutgoingWebhook, limit: number): Promise<ClaimedDelivery[]> =>
  claimDeliveries(pool, id, { now: now(), limit, until: now() + leaseMs });

const tellOne = async (
  telling: Telling,
  webhook: OpenOutgoingWebhook,
  delivery: ClaimedDelivery,
  onTold: OnTold,
): Promise<void> => {
  const { pool, logger, now } = telling;
  const answer = await post(telling, webhook, delivery);
  const { isGone, ...outcome } = toldBy(answer, delivery, now());
  await saveDelivery(pool, delivery, outcome, now());
  onTold(outcome);
  if (outcome.state !== 'failed') return;
  const days = toldWithinMs / (24 * 3_600_000);
  const reason = isGone ? 'the receiver says that it is gone (HTTP 410)' : `nothing has arrived there for ${days} days`;
  const wasInUse = await disableWebhook(pool, webhook.id, { delivery: delivery.id, reason }, now());
  if (wasInUse) logger.warn({ webhook: webhook.settings.name, reason }, 'an outgoing webhook was taken out of use');
};

const post = async (
  { webhooks, now }: Telling,
  { settings: { url }, secrets }: OpenOutgoingWebhook,
  { event, body }: ClaimedDelivery,
): Promise<AnswerToPost> => {
  const signing = secrets();
  if (signing.length === 0) return { state: 'lost', detail: 'no secret to sign with' };
  const signal = AbortSignal.timeout(attemptMs);
  const connected = await webhooks.connector.connect(url, signal);
  if (connected.state !== 'connected') return { state: 'lost', detail: connected.detail };
  // Signed when it is sent: a signature is good for five minutes.
  const signed = signedHeaders(signing, { id: event, at: now(), body });
  return connected.post({ body, headers: { 'content-type': 'application/json', ...signed } }, signal);
};
