import { IngestResult, type Interaction } from '@hilo/contracts';
import { type Client, createClient } from '../../scripts/api/client.ts';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { createRandom, type Random } from '../../scripts/simulate/random.ts';
import { contradicted, type MakeUp, roleOf } from './made-up.ts';

/** What one sender posted, and for what of it it has a 202. */
export type Sent = {
  /** Places from 0 up to this were posted. */
  posted: number;
  /** Those of them that have a 202: from the first, up to the second. */
  answered: [from: number, to: number][];
  /** Places that were posted once more, as they were or with other content, and have a 202 for that too. */
  repeated: number[];
  contradicted: number[];
};

export type SendOptions = {
  url: string;
  makeUp: MakeUp;
  seed: number;
  senders: number;
  /** How many shall be accepted, all senders together. */
  events: number;
  /** Resolves when the next batch may go. */
  mayGoOn(): Promise<void>;
  onAccepted(count: number): void;
  onRetry(reason: string): void;
};

const batch = { whole: 1000, repeated: 18, contradicted: 2 };
const fresh = batch.whole - batch.repeated - batch.contradicted;
const cutOffs = { share: 0.01, withinMs: 60 };
const patienceMs = 1_800_000;

/** Several senders at once, each with a connection, in batches. Resolves when as many were accepted as wanted. */
export const sendAll = (options: SendOptions): Promise<Sent[]> => {
  const share = Math.ceil(options.events / options.senders);
  return Promise.all(Array.from({ length: options.senders }, (_, sender) => send(options, sender, share)));
};

/**
 * Behaves as an SDK: what nobody answered, and what was answered with 5xx, is posted again until there is a 202. Now and then
 * it goes away before the answer and never asks again: of these it knows nothing.
 */
const send = async (options: SendOptions, sender: number, share: number): Promise<Sent> => {
  const { url, seed, mayGoOn, onAccepted, onRetry } = options;
  const random = createRandom(seed + sender);
  const client = createClient({ url, key: apiKey, patienceMs, onRetry });
  const sent: Sent = { posted: 0, answered: [], repeated: [], contradicted: [] };
  const makeUp = (place: number): Interaction => options.makeUp({ sender, place });
  for (let accepted = 0; accepted < share; ) {
    await mayGoOn();
    const from = sent.posted;
    sent.posted += fresh;
    const news = Array.from({ length: fresh }, (_, at) => makeUp(from + at));
    if (random.chance(cutOffs.share)) {
      await goAway(url, news, random);
      continue;
    }
    const repeated = someOf(random, sent.answered, batch.repeated);
    const otherwise = someOf(random, sent.answered, batch.contradicted);
    const all = [...news, ...repeated.map(makeUp), ...otherwise.map((place) => contradicted(makeUp(place)))];
    await post(client, all);
    sent.answered.push([from, sent.posted]);
    sent.repeated.push(...repeated);
    sent.contradicted.push(...otherwise);
    accepted += all.length;
    onAccepted(all.length);
  }
  return sent;
};

const post = async (client: Client, interactions: readonly Interaction[]): Promise<void> => {
  const { accepted, results } = await client.post('/v1/interactions', interactions, IngestResult);
  if (accepted === interactions.length) return;
  throw new Error(`of ${interactions.length}, ${accepted} were accepted: ${JSON.stringify(results[0])}`);
};

/** Whether it arrived is not known, even where it was answered in time: nobody waits for that. */
const goAway = async (url: string, interactions: readonly Interaction[], random: Random): Promise<void> => {
  const signal = AbortSignal.timeout(1 + random.below(cutOffs.withinMs));
  await post(createClient({ url, key: apiKey, signal }), interactions).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
};

/** Places that were answered before, and are somebody's: of whom nobody is, there is nothing to contradict. */
const someOf = (random: Random, answered: readonly [number, number][], count: number): number[] =>
  Array.from({ length: count }, () => {
    const [from, to] = answered[random.below(answered.length)] ?? [0, 0];
    return from + random.below(to - from);
  }).filter((place) => answered.length > 0 && roleOf(place) !== 'nobody');
