import { rebuildTopics, type Topic, topics } from '@hilo/contracts';
import { aboutHeader, aboutText, type OutgoingRecord } from '@hilo/log';
import { runHeader, type Transaction } from '@hilo/runtime';
import {
  nextCustomers,
  nextInteractions,
  type Rebuild,
  type RebuildState,
  saveProgress,
} from '../store/publishing/rebuilds.ts';
import { readResolved } from '../store/publishing/resolved.ts';
import { resolvedMessage } from './messages.ts';
import { composeCustomers, type Publisher } from './publish.ts';

/** What a step did: told so many, or nothing, since there will be something to do soon, or later. */
export type Step = { told: number } | 'soon' | 'later';
export type ToldWork = { publisher: Publisher; rebuild: Rebuild; now: number };

/** So much is read and appended at once; and so often in one transaction, if no more is to be told in a quarter of a second. */
const atOnce = 250;
const mostPortions = 8;
/** The service is never told much more ahead of what it has read: it ends soon after, and an erasure waits for little. */
const mostAhead = 8000;
/** What is read after a key, and what it says. */
type Portion = { keys: readonly string[]; messages: readonly OutgoingRecord[] };
type Telling = {
  topic: Topic;
  next: RebuildState;
  read(page: { after: string | null; limit: number }): Promise<Portion>;
};

/** Tells the next records. */
export const tellRecords = (tx: Transaction, work: ToldWork): Promise<Step> =>
  tellPortions(tx, work, {
    topic: topics.customers,
    next: 'interactions',
    read: async (page) => {
      const keys = await nextCustomers(work.publisher.pool, page);
      return { keys, messages: (await composeCustomers(work.publisher, keys)).map(aboutItself) };
    },
  });

/** Tells the next interactions. */
export const tellInteractionsAgain = (tx: Transaction, work: ToldWork): Promise<Step> =>
  tellPortions(tx, work, {
    topic: topics.resolved,
    next: 'settling',
    read: async (page) => {
      const keys = await nextInteractions(work.publisher.pool, page);
      const { pool, rules } = work.publisher;
      return { keys, messages: (await readResolved(pool, rules, keys)).map(resolvedMessage) };
    },
  });

/** Reads the next portion while one is appended. */
const tellPortions = async (tx: Transaction, work: ToldWork, { topic, next, read }: Telling): Promise<Step> => {
  if (await isAhead(work)) return 'soon';
  const inAll = Math.ceil(work.rebuild.perSecond / 4);
  const limit = Math.min(atOnce, inAll);
  const portions = Math.min(mostPortions, Math.floor(inAll / limit));
  let [after, told, isLast] = [work.rebuild.cursor, 0, false];
  let reading = read({ after, limit });
  for (let portion = 1; portion <= portions && !isLast; portion += 1) {
    const { keys, messages } = await reading;
    after = keys.at(-1) ?? after;
    told += keys.length;
    isLast = keys.length < limit;
    if (!isLast && portion < portions) reading = read({ after, limit });
    // Where appending fails, what is being read is read again.
    reading.catch(() => {});
    await append(work, topic, messages);
  }
  const reached = isLast ? { state: next, cursor: null } : { cursor: after };
  await saveProgress(tx, { ...work.rebuild, ...reached, done: work.rebuild.done + told, movedAt: work.now });
  return { told };
};

/** An erasure finds it by that, as it finds an interaction by its source and id. */
const aboutItself = ({ headers, ...message }: OutgoingRecord): OutgoingRecord => ({
  ...message,
  headers: { ...headers, [aboutHeader]: aboutText([['customer', message.key]]) },
});

const append = async (
  { publisher, rebuild }: ToldWork,
  topic: Topic,
  messages: readonly OutgoingRecord[],
): Promise<void> => {
  const own = ownTopics(rebuild).find((one) => one.topic === topic);
  if (own === undefined || messages.length === 0) return;
  await publisher.log.append(
    own.name,
    messages.map(({ headers, ...message }) => ({
      ...message,
      headers: { ...headers, [runHeader]: rebuild.run ?? '' },
    })),
  );
};

const ownTopics = ({ service }: Rebuild) => rebuildTopics.filter((one) => one.service === service);

const isAhead = async (work: ToldWork): Promise<boolean> => (await lagOf(work)) >= mostAhead;

/** How much it was told and has not read yet. */
export const lagOf = async ({ publisher, rebuild }: ToldWork): Promise<number> => {
  const lags = await Promise.all(ownTopics(rebuild).map(({ group, name }) => publisher.log.lag(group, name)));
  return lags.reduce((sum, lag) => sum + lag, 0);
};
