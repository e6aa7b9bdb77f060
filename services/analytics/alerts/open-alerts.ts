import { type Closable, closeTogether, counter, dueWork, type Resources, repeat } from '@hilo/runtime';
import { type AlertRow, listChangedAlerts } from '../store/alerts.ts';
import { dueWatches } from '../store/watching.ts';
import { type AlertRules, judgeWatches } from './judge-watch.ts';
import { publishFirstWatches } from './publish-watch.ts';

const raisedAlerts = counter('hilo_alerts_raised', 'Alerts that were raised, by what the figure did.');

type OnChanged = (alert: AlertRow) => void;

/** Watches what is shipped, judges what is watched, and tells what was raised or ended. */
export const openAlerts = async (resources: Resources, rules: AlertRules, onChanged: OnChanged): Promise<Closable> => {
  await publishFirstWatches(resources.pool, { now: resources.now(), timeZone: rules.timeZone });
  return closeTogether([openJudging(resources, rules), openTelling(resources, onChanged)]);
};

/** Judges each day of what is watched, when it is time; each watch at one of all processes. */
const openJudging = (resources: Resources, rules: AlertRules): Closable =>
  dueWork(resources, {
    name: 'alerts',
    part: 'judging what is watched',
    rows: dueWatches,
    work: (tx, items, now) => judgeWatches(tx, rules, items, now),
    onDone: ({ raised }) => {
      for (const kind of raised) raisedAlerts.add(1, { kind });
    },
    // Each reads half a year of days: one is committed before the next is begun.
    limit: 1,
  });

const [lookEveryMs, lookBackMs] = [1000, 60_000];

/** Tells what was raised or ended by any process from now on, once, within seconds of its commit. */
const openTelling = (
  { pool, logger, health, now }: Pick<Resources, 'pool' | 'logger' | 'health' | 'now'>,
  tell: OnChanged,
): Closable => {
  // What commits late was changed before what was told already.
  const told = new Map<string, number>();
  const since = now();
  return repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'telling alerts live' },
    work: async () => {
      const from = Math.max(since, now() - lookBackMs);
      for (const [id, at] of told) if (at < from - lookBackMs) told.delete(id);
      for (const alert of await listChangedAlerts(pool, from)) {
        const id = `${alert.id}/${alert.ending}`;
        if (told.has(id)) continue;
        told.set(id, now());
        tell(alert);
      }
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'alerts could not be read, which is tried again'),
  });
};
