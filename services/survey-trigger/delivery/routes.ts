import type { Channel } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Transport } from '../domain/delivery/transport.ts';

/** Which way messages leave on each channel: none, where others deliver what was decided. */
export type MessageRoutes = {
  /** What carries messages on which channel at this moment, as the transaction finds it. */
  inForce(tx: Pick<Transaction, 'query'>): Promise<ReadonlyMap<Channel, string>>;
  /** Every route by which something may have to leave now. */
  all(): Promise<readonly string[]>;
  /** What carries messages of a route; nothing where it was taken away. */
  transportOf(route: string): Transport | undefined;
};

export const smtpRoute = 'smtp';

/** Mail by this transport, and nothing else. */
export const mailRoutes = (mail: Transport | undefined): MessageRoutes => {
  const carried: ReadonlyMap<Channel, string> = new Map(mail ? [['email', smtpRoute]] : []);
  return {
    inForce: async () => carried,
    all: async () => [...carried.values()],
    transportOf: (route) => (route === smtpRoute ? mail : undefined),
  };
};

/** Both: what the first carries, the second carries no more. */
export const joinedRoutes = (first: MessageRoutes, second: MessageRoutes): MessageRoutes => ({
  inForce: async (tx) => new Map([...(await second.inForce(tx)), ...(await first.inForce(tx))]),
  all: async () => [...(await first.all()), ...(await second.all())],
  transportOf: (route) => first.transportOf(route) ?? second.transportOf(route),
});
