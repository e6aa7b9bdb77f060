import type { Channel } from '@hilo/contracts';
import { type Resources, repeat, type Sealing, sealingFor, type Transaction } from '@hilo/runtime';
import { type Networks, type OutConnector, openOutConnector } from '@hilo/webhook-out';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Transport } from '../domain/delivery/transport.ts';
import {
  callbacksOf,
  channelsOf,
  KeptSecret,
  type OutgoingWebhookSettings,
  type StoredOutgoingWebhook,
  validSecrets,
} from '../domain/endpoints/outgoing-webhook.ts';
import { listOutgoingWebhooks } from '../store/outgoing-webhooks.ts';
import { standardTransport } from './standard-transport.ts';
import { twilioTransport } from './twilio-transport.ts';

/** One as it was read at most a second ago. */
export type OpenOutgoingWebhook = {
  id: string;
  settings: OutgoingWebhookSettings;
  createdAt: number;
  isInUse: boolean;
  /** Those that are valid now, the newest first. */
  secrets(): readonly string[];
};

export type OutgoingWebhooks = {
  connector: OutConnector;
  seal(id: string, secrets: readonly KeptSecret[]): string;
  /** None, where they do not open. */
  secretsOf(stored: Pick<StoredOutgoingWebhook, 'id' | 'sealedSecrets'>): KeptSecret[];
  inUse(): readonly OpenOutgoingWebhook[];
  /** Also one that is out of use: what it tells of messages that left before is heard. */
  find(id: string): OpenOutgoingWebhook | undefined;
  /** Which carries messages on which channel at this moment, as the transaction finds it. */
  inForce(tx: Pick<Transaction, 'query'>): Promise<ReadonlyMap<Channel, string>>;
  all(): Promise<readonly string[]>;
  transportOf(route: string): Transport | undefined;
  close(): Promise<void>;
};

type Opening = Pick<Resources, 'pool' | 'logger' | 'health' | 'now'> & {
  secret: string;
  networks: Networks;
  company: string;
  publicUrl: string;
};

const rereadMs = 1000;
export const routeOfWebhook = (id: string): string => `endpoint:${id}`;

/** The outgoing webhooks, read again every second, so that each instance sees a change that soon. */
export const openOutgoingWebhooks = async (opening: Opening): Promise<OutgoingWebhooks> => {
  const { pool, logger, health, now, secret, networks, company, publicUrl } = opening;
  const sealing = sealingFor(secret, 'hilo outgoing webhook secrets v1');
  const connector = openOutConnector(networks);
  let webhooks = await readWebhooks(pool, sealing, now);
  // Whoever sends by one keeps it: what it reads is always what is in force.
  const transports = new Map<string, Transport>();
  const inUse = () => webhooks.filter((one) => one.isInUse);
  const arrange = (): void => {
    const carrying = inUse().filter(({ settings }) => channelsOf(settings).length > 0);
    const routes = new Map(carrying.map((one) => [routeOfWebhook(one.id), one]));
    for (const route of transports.keys()) if (!routes.has(route)) transports.delete(route);
    for (const [route, one] of routes) if (!transports.has(route)) transports.set(route, transportTo(one));
  };
  const transportTo = ({ id, settings }: OpenOutgoingWebhook): Transport => {
    const route = routeOfWebhook(id);
    const current = () => inUse().find((one) => one.id === id);
    const posting = { connector, company, now };
    if (settings.kind === 'standard') return standardTransport(posting, route, () => standardNow(current()));
    return twilioTransport({ ...posting, callbacks: callbacksOf(publicUrl, id) }, route, () => twilioNow(current()));
  };
  arrange();
  const rereading = repeat({
    everyMs: rereadMs,
    health: { health, part: 'reading the outgoing webhooks' },
    work: async () => {
      webhooks = await readWebhooks(pool, sealing, now);
      arrange();
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'the outgoing webhooks could not be read'),
  });
  return {
    connector,
    seal: (id, secrets) => sealing.seal(id, JSON.stringify(secrets)),
    secretsOf: (stored) => opened(sealing, stored),
    inUse,
    find: (id) => webhooks.find((one) => one.id === id),
    inForce: async (tx) => {
      const stored = await listOutgoingWebhooks(tx);
      return new Map(
        stored
          .filter(({ disabledAt }) => disabledAt === undefined)
          .flatMap(({ id, settings }) => channelsOf(settings).map((channel) => [channel, routeOfWebhook(id)] as const)),
      );
    },
    all: async () => [...transports.keys()],
    transportOf: (route) => transports.get(route),
    close: rereading.close,
  };
};

const standardNow = (one: OpenOutgoingWebhook | undefined) => {
  if (one?.settings.kind !== 'standard') return undefined;
  return { url: one.settings.url, secrets: one.secrets(), isIdempotent: one.settings.idempotent };
};

const twilioNow = (one: OpenOutgoingWebhook | undefined) =>
  one?.settings.kind === 'twilio' ? { settings: one.settings, secrets: one.secrets() } : undefined;

const readWebhooks = async (pool: Pool, sealing: Sealing, now: () => number): Promise<OpenOutgoingWebhook[]> => {
  const stored = await listOutgoingWebhooks(pool);
  return stored.map((one) => {
    const { id, settings, createdAt, disabledAt } = one;
    const kept = opened(sealing, one);
    return { id, settings, createdAt, isInUse: disabledAt === undefined, secrets: () => validSecrets(kept, now()) };
  });
};

const opened = (sealing: Sealing, { id, sealedSecrets }: Pick<StoredOutgoingWebhook, 'id' | 'sealedSecrets'>) => {
  const text = sealing.open(id, sealedSecrets);
  return text === undefined ? [] : z.array(KeptSecret).parse(JSON.parse(text));
};
