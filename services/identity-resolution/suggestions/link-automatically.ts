import { holdOffErasures, type Logger, LostRace, type Transaction, transaction } from '@hilo/runtime';
import { commitDecision } from '../decisions/commit-decision.ts';
import { retractDecision } from '../decisions/make-decision.ts';
import { type AutomaticLink, linkedAutomatically } from '../domain/automatic-links.ts';
import type { Decided } from '../domain/decision.ts';
import type { Node } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { pairOf } from '../domain/suggestion.ts';
import { countLinked } from '../events.ts';
import { commitChange } from '../publishing/commit.ts';
import { type Messages, noMessages } from '../publishing/messages.ts';
import type { Publisher } from '../publishing/publish.ts';
import { applyChange } from '../resolution/apply-change.ts';
import { recordChange } from '../resolution/record-change.ts';
import { basesOf, readBases } from '../store/graph/customers.ts';
import { openReader } from '../store/graph/reader.ts';
import {
  findDecidedAutomatically,
  findLinked,
  findMentionedLinks,
  findProbable,
  keepPast,
  lockJudging,
  noteAllToJudge,
} from '../store/suggestions/automatic-links.ts';
import { takeSubjects } from '../store/suggestions/linkage-queue.ts';

const judgedAtOnce = 20;
/** Who makes decisions that nobody makes. */
const system = { key: 'system', source: 'hilo' };

type Dependencies = {
  publisher: Publisher;
  logger: Pick<Logger, 'warn'>;
  /** From this probability on, pairs are linked; absent, none are. */
  threshold: number | undefined;
  now(): number;
};

/**
 * Links customers who are probable enough to be one person, and lets go of those who no longer are: a set that follows from
 * what is suggested, and so from what was said and from the model in force. `work` judges some who wait, and tells whether
 * there may be more.
 */
export const openLinker = ({ publisher, logger, threshold, now }: Dependencies): { work(): Promise<boolean> } => {
  let hasBegun = false;
  const begin = async (): Promise<void> => {
    await takeBackDecisions(publisher, logger, now());
    // The threshold may be another than when it was judged last.
    await transaction(publisher.pool, (tx) => noteAllToJudge(tx, threshold));
    hasBegun = true;
  };
  const work = async (): Promise<boolean> => {
    if (!hasBegun) await begin();
    const judged = await commitChange(publisher, logger, (tx, rules) =>
      judgeSome(tx, rules, { threshold, now: now() }),
    );
    if (judged === undefined) return false;
    countLinked(judged);
    return true;
  };
  return { work };
};

/** Once the threshold decided as people do, bound by no limit: what it decided is taken back, and judged as any other pair. */
const takeBackDecisions = async (publisher: Publisher, logger: Pick<Logger, 'warn'>, now: number): Promise<void> => {
  for (;;) {
    const ids = await transaction(publisher.pool, (tx) => findDecidedAutomatically(tx, judgedAtOnce));
    for (const id of ids) {
      await commitDecision(publisher, logger, (tx, rules) => retractDecision(tx, rules, { id, by: system, now }));
    }
    if (ids.length < judgedAtOnce) return;
  }
};

type Linked = Messages & { added: number; removed: number };

/** Judges some of those who wait: what is probable enough → what is linked → who is who with the difference → write. */
export const judgeSome = async (
  tx: Transaction,
  rules: Rules,
  { threshold, now }: { threshold: number | undefined; now: number },
): Promise<Linked | undefined> => {
  await holdOffErasures(tx);
  await lockJudging(tx);
  const subjects = await takeSubjects(tx, 'judge', judgedAtOnce);
  if (subjects.length === 0) return undefined;
  const bases = await basesOf(tx, subjects);
  const theirs = (await readBases(tx, [...new Set(bases.values())])).map(({ id }) => id);
  const nodes = [...new Set([...subjects, ...theirs])];
  const wanted = threshold === undefined ? [] : await findProbable(tx, nodes, threshold);
  const linked = await findLinked(tx, nodes);
  const difference = differenceOf(wanted, linked, now);
  await keepPast(tx, difference.ended, now);
  return relink(tx, rules, difference, now);
};

type Difference = Record<'added' | 'removed' | 'ended', readonly AutomaticLink[]>;

/** One of which only the weight is another has been linked since then. */
const differenceOf = (
  wanted: readonly Omit<AutomaticLink, 'firstSeen'>[],
  linked: readonly AutomaticLink[],
  now: number,
): Difference => {
  const idOf = ({ a, b }: { a: string; b: string }): string => pairOf(a, b).id;
  const [before, after] = [
    new Map(linked.map((link) => [idOf(link), link])),
    new Map(wanted.map((link) => [idOf(link), link])),
  ];
  const isOther = (link: { a: string; b: string }): boolean =>
    before.get(idOf(link))?.automatic !== after.get(idOf(link))?.automatic;
  return {
    added: wanted.filter(isOther).map((link) => ({ ...link, firstSeen: before.get(idOf(link))?.firstSeen ?? now })),
    removed: linked.filter(isOther),
    ended: linked.filter((link) => !after.has(idOf(link))),
  };
};

const relink = async (
  tx: Transaction,
  rules: Rules,
  { added, removed }: Difference,
  now: number,
): Promise<Linked | undefined> => {
  const counts = { added: added.length, removed: removed.length };
  if (added.length + removed.length === 0) return { ...noMessages, ...counts };
  const ends = [...added, ...removed].flatMap(({ a, b }) => [a, b]);
  const mentioned = await findMentionedLinks(tx, [...new Set(ends)]);
  const changed = await applyChange(openReader(tx, rules), rules.registry, {
    facts: [],
    decided: added.map((link) => saidOf(link, mentioned)),
    // It goes whenever it was found.
    retracted: removed.map((link) => saidOf({ ...link, firstSeen: 0 }, mentioned)),
  });
  if (added.some(({ a, b }) => !changed.known.nodes.has(a) || !changed.known.nodes.has(b)))
    throw new LostRace('nothing mentions an identifier any more that was to be linked');
  return { ...(await recordChange(tx, rules.registry, changed, { now })), ...counts };
};

const saidOf = (link: AutomaticLink, mentioned: ReadonlyMap<string, Node>): Decided =>
  linkedAutomatically(
    link,
    [link.a, link.b].flatMap((id) => mentioned.get(id) ?? []),
  );
