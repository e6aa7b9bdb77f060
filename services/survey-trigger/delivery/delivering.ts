import { type Closable, closeTogether, type Resources, repeat } from '@hilo/runtime';
import type { Governed } from './ask-again.ts';
import type { HandedOver } from './hand-over.ts';
import { openOutcomeWriting } from './outcome-writing.ts';
import { openVersions } from './outgoing.ts';
import type { MessageRoutes } from './routes.ts';
import { openSenders, type Senders } from './senders.ts';
import { type Overdue, settleOverdue } from './settle-overdue.ts';
import { openSlots } from './slots.ts';
import { openOutcomeTelling } from './telling.ts';

export type Delivering = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'> &
  Governed & { routes: MessageRoutes; publicUrl: string };

/** What is told of delivery, for metrics. */
export type DeliveryTold = {
  onHandedOver(done: HandedOver, destination: string): void;
  onOverdue(overdue: Overdue): void;
};

/** By all webhooks together, so many at the same time. */
const mostPosted = 16;
/** Each of the transactions that hold whom messages go to has a connection until the last of its messages is answered. */
const [mostHolds, mostHoldsPosting] = [4, 6];
const roomOf = (messages: number, holds: number) => ({ slots: openSlots(messages), holds: openSlots(holds) });

/** Sends what is due by every route that there is: each has senders of its own, which come and go with it. */
export const openDelivering = (
  delivering: Delivering,
  told: DeliveryTold,
): Closable & { open(): readonly Senders[] } => {
  const { pool, logger, health, routes } = delivering;
  const versions = openVersions(pool);
  const writing = openOutcomeWriting(delivering, openOutcomeTelling(delivering));
  const senders = new Map<string, Senders>();
  const shared = roomOf(mostPosted, mostHoldsPosting);
  const follow = async (): Promise<boolean> => {
    const wanted = new Set(await routes.all());
    for (const route of wanted) {
      const transport = routes.transportOf(route);
      if (transport === undefined || senders.has(route)) continue;
      const room = transport.atOnce === undefined ? shared : roomOf(transport.atOnce, mostHolds);
      const opened = { route, transport, ...room };
      senders.set(route, openSenders({ ...delivering, versions, writing }, opened, told.onHandedOver));
    }
    const gone = [...senders].filter(([route]) => !wanted.has(route));
    for (const [route] of gone) senders.delete(route);
    await closeTogether(gone.map(([, one]) => one)).close();
    return false;
  };
  const following = repeat({
    everyMs: 1000,
    health: { health, part: 'looking by which routes messages leave' },
    work: follow,
    onError: (error) => logger.warn({ err: error }, 'it could not be seen by which routes messages leave'),
  });
  const settling = repeat({
    everyMs: 1000,
    health: { health, part: 'looking for messages that are overdue' },
    work: async () => {
      const { isMore, ...overdue } = await settleOverdue(delivering);
      told.onOverdue(overdue);
      return isMore;
    },
    onError: (error) => logger.warn({ err: error }, 'messages that are overdue could not be looked for'),
  });
  return {
    open: () => [...senders.values()],
    close: async () => {
      await closeTogether([following, settling]).close();
      await closeTogether([...senders.values()]).close();
      await writing.close();
    },
  };
};
