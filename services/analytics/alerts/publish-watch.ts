import { isDeepStrictEqual } from 'node:util';
import type { AlertEnding, DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Outgoing, putIntoOutbox, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { firstWatches, Watch } from '../domain/alerts/watch.ts';
import { dayAt, judgedAt } from '../domain/alerts/watched-day.ts';
import { refuseUnseenVersion, type SeenVersion } from '../segments/seen-version.ts';
import { endAlerts, listOpenAlerts } from '../store/alerts.ts';
import { removeSeries } from '../store/watched-series.ts';
import { insertWatchVersion, isAnyWatch, latestWatch, lockWatches, type WatchAuthor } from '../store/watches.ts';
import { beginWatching, endWatching, lockWatching } from '../store/watching.ts';
import { alertMessage } from './tell-alert.ts';

/** What is told to others, once the transaction has committed. */
export type PublishedWatch = { version: number; outbox: Outgoing[]; ids: string[] };

export const unknownWatch = (): HttpProblem => new HttpProblem(404, 'Not found', 'There is no such watch.');

type Publishing = { name: string; watch: Watch; seen: SeenVersion };

/**
 * Watches by this from today on. What is watched is otherwise when the figure, the filters or the groups are: then it begins anew, and
 * what was raised is over. What is in force already is no new version.
 */
export const publishWatch = async (
  tx: Transaction,
  { name, watch, seen }: Publishing,
  author: WatchAuthor & { timeZone: string },
): Promise<PublishedWatch> => {
  await lockWatches(tx);
  const latest = await latestWatch(tx, name);
  const inForce = latest?.isRemoved ? undefined : latest;
  if (inForce !== undefined && isDeepStrictEqual(inForce.watch, watch))
    return { version: inForce.version, outbox: [], ids: [] };
  refuseUnseenVersion('watch', seen, inForce?.version);
  const version = (latest?.version ?? 0) + 1;
  const nextDay = await lockWatching(tx, name);
  await insertWatchVersion(tx, { name, version, watch }, author);
  const isAnew = nextDay === undefined || !isDeepStrictEqual(whatOf(inForce?.watch), whatOf(watch));
  const day = isAnew ? dayAt(author.now, author.timeZone) : nextDay;
  const dueAt = judgedAt(day, watch.settleHours, author.timeZone);
  await beginWatching(tx, { name, version, day, dueAt, isAnew });
  return isAnew ? endOf(tx, { name, version, ending: 'watch-changed' }, author.now) : { version, outbox: [], ids: [] };
};

const whatOf = (watch: Watch | undefined) => watch && [watch.metric, watch.filters, watch.groupBy];

/** Looks at it no more: its versions stay, and so do its alerts. */
export const removeWatch = async (
  tx: Transaction,
  { name, match }: { name: string; match: string | undefined },
  author: WatchAuthor,
): Promise<PublishedWatch> => {
  await lockWatches(tx);
  const latest = await latestWatch(tx, name);
  if (latest === undefined || latest.isRemoved) throw unknownWatch();
  refuseUnseenVersion('watch', { match, noneMatch: undefined }, latest.version);
  const version = latest.version + 1;
  await lockWatching(tx, name);
  await insertWatchVersion(tx, { name, version, watch: undefined }, author);
  await endWatching(tx, name);
  return endOf(tx, { name, version, ending: 'watch-removed' }, author.now);
};

/** Forgets how its groups stand: what was raised of them is over. */
const endOf = async (
  tx: Transaction,
  { name, version, ending }: { name: string; version: number; ending: AlertEnding },
  now: number,
): Promise<PublishedWatch> => {
  const open = await listOpenAlerts(tx, name);
  const over = await endAlerts(
    tx,
    open.map((id) => ({ id, ending })),
    now,
  );
  await removeSeries(tx, name);
  const outbox = over.filter(({ muted }) => !muted).map((alert) => alertMessage(alert, now));
  return { version, outbox, ids: await putIntoOutbox(tx, outbox) };
};

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/analytics' };

/** Watches what is shipped, where nothing has ever been watched. */
export const publishFirstWatches = async (
  pool: Pool,
  { now, timeZone }: { now: number; timeZone: string },
): Promise<void> => {
  if (await isAnyWatch(pool)) return;
  await transaction(pool, async (tx) => {
    await lockWatches(tx);
    if (await isAnyWatch(tx)) return;
    const author = { by: hilo, why: 'The first, as it is shipped.', now, timeZone };
    const seen = { match: undefined, noneMatch: undefined };
    for (const [name, watch] of Object.entries(firstWatches))
      await publishWatch(tx, { name, watch: Watch.parse(watch), seen }, author);
  });
};
