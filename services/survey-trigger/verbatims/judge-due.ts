import type { ResolvedInteraction } from '@hilo/contracts';
import { LostRace, type Outgoing, type Transaction, type Worked } from '@hilo/runtime';
import type { Judges } from '@hilo/sentiment';
import { type HeardCases, hearFeelings, nothingHeard } from '../cases/hear.ts';
import { isHistory, sentimentSignalOf } from '../domain/cases/signals.ts';
import type { JudgedVerbatim } from '../domain/verbatims/judged.ts';
import { saidIn } from '../domain/verbatims/said.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import type { DueText } from '../store/due-texts.ts';
import { holdWaiting, keepVerbatims } from '../store/heard-texts.ts';
import type { HeadsInForce } from '../store/sentiment-heads.ts';
import { judgeSaid } from './judge-said.ts';
import { verbatimMessage } from './tell-verbatim.ts';

export type JudgedTexts = Worked & {
  verbatims: readonly JudgedVerbatim[];
  cases: HeardCases;
  outbox: readonly Outgoing[];
};

type Text = {
  id: string;
  version: number;
  heardAt: number;
  isPast: boolean;
  resolved: ResolvedInteraction;
  judged: readonly JudgedVerbatim[];
};

/**
 * Judges what is due, each once, or nothing yet while the encoder is loaded: judge → open the cases that it makes → keep it, unless it was withdrawn or attributed anew meanwhile →
 * say so. Customers are locked before texts, as where they are noted.
 */
export const judgeDue = async (
  tx: Transaction,
  { judging, caseRules, heads }: { judging: Judges; caseRules: CaseRulesInForce; heads: HeadsInForce },
  items: readonly DueText[],
  now: number,
): Promise<JudgedTexts> => {
  const unusable = items.flatMap((one) => ('wrong' in one ? [{ id: one.id, reason: one.wrong }] : []));
  if (!(await judging.isReadyToJudge())) return { done: [], unusable, verbatims: [], cases: nothingHeard, outbox: [] };
  judging.useHeads(await heads.latest(tx));
  const texts = await judgeTexts(judging, items);
  const unhappy = await hearUnhappy(tx, caseRules, texts, now);
  const held = await holdWaiting(tx, texts);
  if (unhappy.ids.some((id) => !held.has(id))) throw new LostRace('what makes a case was told anew at the same moment');
  const kept = texts.filter(({ id }) => held.has(id));
  const verbatims = kept.flatMap(({ id, version, judged }) =>
    judged.map((one) => ({ ...one, heard: id, revision: version })),
  );
  await keepVerbatims(tx, [...held], verbatims, now);
  const told = kept.flatMap(({ judged, resolved }) => judged.map((one) => verbatimMessage(one, resolved, now)));
  const { cases } = unhappy;
  return { done: [...held], unusable, verbatims, cases, outbox: [...told, ...cases.outbox] };
};

const judgeTexts = async (judging: Judges, items: readonly DueText[]): Promise<Text[]> => {
  const due = items.flatMap((one) => ('resolved' in one ? [{ one, said: saidIn(one.resolved) }] : []));
  const judged = await judgeSaid(
    judging,
    due.flatMap(({ said }) => said),
  );
  const byId = new Map(judged.map((one) => [one.id, one]));
  return due.map(({ one: { id, version, heardAt, isPast, resolved }, said }) => {
    const own = said.flatMap((part) => byId.get(part.id) ?? []);
    return { id, version, heardAt, isPast, resolved, judged: own };
  });
};

/** Opens cases by what was judged; what is told of the past opens none. */
const hearUnhappy = async (
  tx: Transaction,
  caseRules: CaseRulesInForce,
  texts: readonly Text[],
  now: number,
): Promise<{ ids: string[]; cases: HeardCases }> => {
  const rules = await caseRules.latest(tx);
  if (rules === undefined) return { ids: [], cases: nothingHeard };
  const found = texts
    .filter(({ isPast, resolved, heardAt }) => !isPast && !isHistory(resolved, rules, heardAt))
    .map(({ id, resolved, judged }) => ({ id, signals: sentimentSignalOf(resolved, judged, rules) }))
    .filter(({ signals }) => signals.length > 0);
  const signals = found.flatMap((one) => one.signals);
  return { ids: found.map(({ id }) => id), cases: await hearFeelings(tx, signals, { rules, now }) };
};
