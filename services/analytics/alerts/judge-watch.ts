import { HttpProblem, type Outgoing, pathText, type Transaction, type Worked } from '@hilo/runtime';
import { alertOf } from '../domain/alerts/alert.ts';
import { emptyDay, sumOfDays } from '../domain/alerts/day-counts.ts';
import { judgeDay, lookBackDays, type SeriesChange, withoutGaps } from '../domain/alerts/judge-day.ts';
import { newSeries, type SeriesState } from '../domain/alerts/series-state.ts';
import type { Watch } from '../domain/alerts/watch.ts';
import { dayAt, judgedAt, startOfDay } from '../domain/alerts/watched-day.ts';
import { endAlerts, insertAlerts, type NewAlert } from '../store/alerts.ts';
import { readRebuilding } from '../store/projection.ts';
import { readSeries, removeSeries, type Series, saveSeries } from '../store/watched-series.ts';
import { type DueWatch, noteJudged } from '../store/watching.ts';
import { type GroupOfDays, readDays } from './read-days.ts';
import { alertMessage } from './tell-alert.ts';

export type AlertRules = {
  timeZone: string;
  newId(): string;
  /** Up to when everything is known, in milliseconds since the epoch. */
  asOf(): number;
};

export type JudgedWatches = Worked & { raised: readonly string[] };

/** So many groups of a watch are looked at, those of which most is known. */
const mostGroups = 500;
/** Who was away for longer does not judge what is long past. */
const mostDaysBehind = 14;
/** What is usual is known from few weeks, so chance alone alerts more often than the threshold says; by simulation up to four times; a fifth is asked for. */
const unsureness = 5;

/**
 * Judges a day of each of these watches, which are locked: once, when it is over and all of it has been heard of, and not while things are
 * told again; the alerts, the messages and what is kept for the next day commit as one.
 */
export const judgeWatches = async (
  tx: Transaction,
  rules: AlertRules,
  items: readonly DueWatch[],
  now: number,
): Promise<JudgedWatches> => {
  const judged: JudgedWatches[] = [];
  if (await readRebuilding(tx)) return { done: [], raised: [] };
  for (const item of items) judged.push(await judgeWatch(tx, rules, item, now));
  return {
    done: judged.flatMap(({ done }) => done),
    unusable: judged.flatMap(({ unusable = [] }) => unusable),
    outbox: judged.flatMap(({ outbox = [] }) => outbox),
    raised: judged.flatMap(({ raised }) => raised),
  };
};

const judgeWatch = async (tx: Transaction, rules: AlertRules, item: DueWatch, now: number): Promise<JudgedWatches> => {
  const { id, watch } = item;
  if (watch === undefined) return unusable(id, 'this release cannot read it');
  const day = Math.max(item.day, dayAt(now, rules.timeZone) - mostDaysBehind);
  if (rules.asOf() < startOfDay(day + 1, rules.timeZone)) return { done: [], raised: [] };
  const found = await readDays(tx, watch, { from: day - lookBackDays, to: day + 1, timeZone: rules.timeZone }).catch(
    (error: unknown) => {
      if (error instanceof HttpProblem) return error;
      throw error;
    },
  );
  if (found instanceof HttpProblem) return unusable(id, wordsOf(found));
  const told = await judgeGroups(tx, { ...rules, ...item, watch, day, now }, found);
  const next = { day: day + 1, dueAt: judgedAt(day + 1, watch.settleHours, rules.timeZone) };
  await noteJudged(tx, { name: id, ...next, groups: told.groups, leftOut: told.leftOut });
  return { done: [id], outbox: told.outbox, raised: told.raised };
};

const unusable = (id: string, reason: string): JudgedWatches => ({
  done: [],
  unusable: [{ id, reason: `watch: ${reason}` }],
  raised: [],
});

const wordsOf = ({ message, errors }: HttpProblem): string =>
  [message, ...errors.map((one) => `${pathText(one.path)} ${one.message}`)].join(' ');

type DayOfWatch = AlertRules & Pick<DueWatch, 'id' | 'version'> & { watch: Watch; day: number; now: number };
type Told = { outbox: Outgoing[]; raised: string[]; groups: number; leftOut: number };

const judgeGroups = async (tx: Transaction, of: DayOfWatch, found: readonly GroupOfDays[]): Promise<Told> => {
  const kept = new Map((await readSeries(tx, of.id)).map((one) => [one.key, one]));
  const groups = mostKnown(found, kept);
  const judged = groups.map((group) => judgeGroup(of, groups.length, group, kept.get(group.key)));
  await saveSeries(tx, of.id, judged);
  const isJudged = new Set(groups.map(({ key }) => key));
  const gone = [...kept.values()].filter(({ key }) => !isJudged.has(key));
  if (gone.length > 0)
    await removeSeries(
      tx,
      of.id,
      gone.map(({ key }) => key),
    );
  const raised = judged.flatMap((one) => one.raised);
  await insertAlerts(tx, raised, of.now);
  const over = await endAlerts(
    tx,
    [...judged.flatMap((one) => one.over), ...gone.flatMap(({ state }) => openIn(state))],
    of.now,
  );
  const told = [...raised, ...over].filter(({ muted }) => !muted);
  return {
    outbox: told.map((alert) => alertMessage(alert, of.now)),
    raised: raised.map(({ content }) => content.kind),
    groups: groups.length,
    leftOut: found.length - groups.length,
  };
};

/** Those that are looked at already, and those of which most is known. */
const mostKnown = (found: readonly GroupOfDays[], kept: ReadonlyMap<string, Series>): GroupOfDays[] =>
  found
    .map((group) => ({ group, isKept: kept.has(group.key), n: sumOfDays(group.days).n }))
    .sort((one, other) => Number(other.isKept) - Number(one.isKept) || other.n - one.n)
    .slice(0, mostGroups)
    .map(({ group }) => group);

const judgeGroup = (of: DayOfWatch, groups: number, { key, group, days }: GroupOfDays, kept: Series | undefined) => {
  const { id: name, version, watch, day, newId } = of;
  const today = days.find((one) => one.day === day) ?? emptyDay(day);
  const judging = {
    isScored: watch.metric !== 'volume',
    everyDays: unsureness * watch.everyDays * groups,
    newId,
  };
  const { state, happenings } = judgeDay(kept?.state ?? newSeries, today, withoutGaps(days, day), judging);
  const watched = { metric: watch.metric, group, series: groups, everyDays: watch.everyDays };
  const muted = kept?.muted != null && Date.parse(kept.muted.until) > of.now;
  const raised = happenings.flatMap((one): NewAlert[] => {
    if (one.happened === 'over') return [];
    const content = alertOf(one, watched, day);
    return [{ id: one.id, watch: name, version, key, metric: watch.metric, group, content, muted }];
  });
  return { key, group, state, raised, over: happenings.filter(isOver) };
};

const isOver = (one: SeriesChange) => one.happened === 'over';

/** What is open of a group of which nothing is left. */
const openIn = ({ excursion, silent }: SeriesState) =>
  [excursion?.id, silent?.alert?.id].flatMap((id) => (id === undefined ? [] : { id, ending: 'new-level' as const }));
