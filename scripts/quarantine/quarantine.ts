import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import type { Where } from '../keys/keys.ts';

export type NotedCommand = Where & { note?: string };
export type FilterCommand = Where & { state?: string; reason?: string; topic?: string; source?: string };

const Entry = z.object({
  id: z.int(),
  state: z.string(),
  reason: z.string(),
  origin: z.object({ topic: z.string(), group: z.string() }),
  source: z.string().optional(),
  interaction: z.string().optional(),
  arrivedAt: z.string(),
  replayedAs: z.string().optional(),
});

type Entry = z.infer<typeof Entry>;
const Page = z.object({ quarantine: z.array(Entry), nextCursor: z.string().optional() });
const Discarded = z.object({ discarded: z.int(), nextCursor: z.string().optional() });
const Replayed = z.object({ replayed: z.int(), skipped: z.int(), nextCursor: z.string().optional() });

/** What is in the quarantine and matches, the latest first. */
export async function* listEntries({ state, reason, topic, source, ...where }: FilterCommand): AsyncGenerator<Entry> {
  const client = clientAt(where);
  let cursor: string | undefined;
  do {
    const query = queryOf({ state, reason, topic, source, cursor, limit: '200' });
    const page = await client.get(`/v1/quarantine?${query}`, Page);
    yield* page.quarantine;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** One message, whole, as Hilo answers it. */
export const showEntry = async (id: string, where: Where): Promise<unknown> =>
  clientAt(where).get(pathOf(id), z.unknown());

/** Has the interaction in the file take the place of one in the quarantine. Throws where the file holds no JSON. */
export const fixOne = async (id: string, file: string, { note, ...where }: NotedCommand): Promise<Entry> => {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  return clientAt(where).put(pathOf(id), { interaction: jsonIn(content, file), note }, Entry);
};

/** Puts a message onto the log again. */
export const replayEntry = async (id: string, { note, ...where }: NotedCommand): Promise<Entry> =>
  clientAt(where).post(`${pathOf(id)}/replay`, { note }, Entry);

/** Puts all that wait and match onto the log again; gives how many, and how many cannot be as they are. */
export const replayAll = async ({ reason, topic, source, note, ...where }: FilterCommand & NotedCommand) => {
  const client = clientAt(where);
  const total = { replayed: 0, skipped: 0 };
  let cursor: string | undefined;
  do {
    const body = { filter: { reason, topic, source }, note, cursor };
    const page = await client.post('/v1/quarantine/replays', body, Replayed);
    total.replayed += page.replayed;
    total.skipped += page.skipped;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return total;
};

/** All that wait and match are not to be processed; gives how many. Throws where nothing says which. */
export const discardAll = async ({ reason, topic, source, note, ...where }: FilterCommand & NotedCommand) => {
  if ([reason, topic, source].every((one) => one === undefined))
    throw new Error('--all needs to be told which: give --reason, --topic or --source.');
  const client = clientAt(where);
  let discarded = 0;
  let cursor: string | undefined;
  do {
    const page = await client.post(
      '/v1/quarantine/discards',
      { filter: { reason, topic, source }, note, cursor },
      Discarded,
    );
    discarded += page.discarded;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return discarded;
};

/** A message is not to be processed. */
export const discardOne = async (id: string, { note, ...where }: NotedCommand): Promise<Entry> =>
  clientAt(where).post(`${pathOf(id)}/discard`, { note }, Entry);

/** A line for a person: which message it is, what became of it, why it was set aside, and what it is about. */
export const entryLine = ({ id, state, reason, origin, source, interaction, arrivedAt, replayedAs }: Entry): string =>
  [
    id,
    state,
    arrivedAt,
    reason,
    `${origin.topic} for ${origin.group}`,
    ...(interaction === undefined ? [] : [`${source} ${interaction}`]),
    ...(replayedAs === undefined || replayedAs === interaction ? [] : [`replayed as ${replayedAs}`]),
  ].join('  ');

const pathOf = (id: string): string => `/v1/quarantine/${encodeURIComponent(id)}`;

const queryOf = (fields: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const jsonIn = (content: string, file: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`${file} holds no interaction as JSON.`);
  }
};

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 10_000 });
