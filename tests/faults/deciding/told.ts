import type { Pool } from 'pg';
import { z } from 'zod';
import { openReceiver } from '../../../services/survey-trigger/test/receiver.ts';
import { until } from '../until.ts';
import type { Instances } from './instances.ts';

type ToldRow = { id: string; interaction: string; state: string; reaction: string | null };
type MessageRow = { id: string; invitation: string; state: string };

/** What was to be told since somebody complained, the messages of it, what of it is on the thread, and what arrived at whoever carries messages. */
export type FoundTold = {
  told: readonly ToldRow[];
  messages: readonly MessageRow[];
  onThread: ReadonlyMap<string, number>;
  inLedger: ReadonlyMap<string, number>;
  arrived: ReadonlyMap<string, number>;
};

/** Who carries SMS, and takes each message as often as it is posted. */
export const openCarrier = async () => {
  const arrived = new Map<string, number>();
  const receiver = await openReceiver(({ id }) => {
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
    return { status: 202 };
  });
  return { arrived, url: receiver.url, close: receiver.close };
};

/** From now on messages leave by SMS, and mails do not. */
export const carryBy = (started: Instances, url: string): Promise<unknown> =>
  started.ask(0, (client) =>
    client.post(
      '/v1/outgoing-webhooks',
      { kind: 'standard', name: 'SMS', url, messages: { channels: ['sms'] } },
      z.unknown(),
    ),
  );

const toldSql = `
  SELECT i.id, i.interaction, i.state, (SELECT r.id FROM survey.reactions r WHERE r.outcome->>'message' = i.id::text) AS reaction
    FROM survey.invitations i WHERE i.programme = '~sorry'`;
const messagesSql = `
  SELECT m.id, m.invitation, m.state FROM survey.messages m JOIN survey.invitations i ON i.id = m.invitation WHERE i.programme = '~sorry'`;
const onThreadSql = `
  SELECT content::json->'properties'->>'message' AS id, count(*)::int AS n FROM identity.interactions
   WHERE content <> '' AND content::json->>'source' = 'hilo/survey-trigger' AND content::json->>'kind' = 'told' GROUP BY 1`;
const inLedgerSql = `
  SELECT f.id, count(DISTINCT c.id)::int AS n FROM survey.contact_facts f JOIN survey.contacts c ON c.id = f.contact
   WHERE f.teller = 'invitation' AND c.class = 'service' GROUP BY f.id`;
const underWaySql = `
  SELECT count(*)::int AS n FROM survey.messages WHERE state IN ('queued', 'sending', 'deferred')`;

/** An attempt of an instance that was killed is given up by another when its lease is over. */
export const untilTold = async (pool: Pool): Promise<number> =>
  until({
    what: 'no message is under way',
    look: async () => (await pool.query<{ n: number }>(underWaySql)).rows[0]?.n ?? 0,
    isReached: (left) => left === 0,
    everyMs: 500,
  });

/** Looks into the tables themselves, and at what arrived. */
export const findTold = async (pool: Pool, arrived: ReadonlyMap<string, number>): Promise<FoundTold> => {
  const tally = async (query: string): Promise<Map<string, number>> =>
    new Map((await pool.query<{ id: string; n: number }>(query)).rows.map(({ id, n }) => [id, n]));
  return {
    told: (await pool.query<ToldRow>(toldSql)).rows,
    messages: (await pool.query<MessageRow>(messagesSql)).rows,
    onThread: await tally(onThreadSql),
    inLedger: await tally(inLedgerSql),
    arrived,
  };
};

/** What is wrong with what was told: who complained is told once that somebody is sorry, and of what was killed meanwhile nothing is sent twice. */
export const faultsOfTold = (complaints: readonly { id: string }[], found: FoundTold): string[] => {
  const { told, messages, onThread, inLedger, arrived } = found;
  const of = Map.groupBy(told, ({ interaction }) => interaction);
  const messagesOf = Map.groupBy(messages, ({ invitation }) => invitation);
  const known = new Set(complaints.map(({ id }) => id));
  const times = (message: MessageRow): number => arrived.get(message.id) ?? 0;
  const isTaken = ({ state }: MessageRow): boolean => state === 'accepted';
  const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
  const faults: [string, string[]][] = [
    ['complaints about which not one thing is told', [...known].filter((id) => of.get(id)?.length !== 1)],
    ['what is told about no complaint', told.filter(({ interaction }) => !known.has(interaction)).map(({ id }) => id)],
    [
      'what was not told, or by no reaction',
      ids(told.filter((one) => one.state !== 'invited' || one.reaction === null)),
    ],
    ['what is told without one message', ids(told.filter(({ id }) => messagesOf.get(id)?.length !== 1))],
    ['messages that arrived twice', ids(messages.filter((one) => times(one) > 1))],
    ['messages that were taken and did not arrive', ids(messages.filter((one) => isTaken(one) && times(one) !== 1))],
    [
      'messages that are neither taken nor unknown',
      ids(messages.filter((one) => !isTaken(one) && one.state !== 'unknown')),
    ],
    [
      'what was taken, and is not on the thread once',
      messages.filter((one) => isTaken(one) && onThread.get(one.invitation) !== 1).map(({ id }) => id),
    ],
    ['what is told, and not in the ledger once', ids(told.filter(({ id }) => inLedger.get(id) !== 1))],
    ['what arrived and was never sent', [...arrived.keys()].filter((id) => !messages.some((one) => one.id === id))],
  ];
  return faults
    .filter(([, some]) => some.length > 0)
    .map(([what, some]) => `${some.length}: ${what} (${some.slice(0, 5).join(', ')})`);
};
