import { instantOf } from '@hilo/contracts';
import type { Outgoing, Transaction, Worked } from '@hilo/runtime';
import type { Stepped } from '../domain/cases/case.ts';
import type { CompiledReaction, CompiledReactions } from '../domain/reactions/compiled-reactions.ts';
import { decidedAt } from '../domain/reactions/facts.ts';
import type { OpenReaction } from '../domain/reactions/reaction.ts';
import type { DecidedAboutReaction } from '../domain/reactions/told.ts';
import { decideWindow, reachOf, type Verdict } from '../domain/reactions/window.ts';
import { outsideAudience } from '../domain/trigger.ts';
import { lookUpSegments } from '../inviting/segments.ts';
import type { DueReaction } from '../store/due-reactions.ts';
import { findRecords } from '../store/profiles.ts';
import type { ReactionRulesInForce } from '../store/reaction-rules.ts';
import { type DecidedReaction, deferReactions, findNear, type Near, saveDecided } from '../store/reactions.ts';
import { type ActedBy, openActing } from './act.ts';
import { tellReactions } from './tell.ts';

export type DecidedReactions = Worked & {
  decided: readonly { rule: string; state: string; reason?: string; heardAt: number }[];
  steps: readonly Stepped[];
};

type Held = { reaction: OpenReaction; customer: string };
type Due = Held & { compiled: CompiledReaction; dueAt: number };

/**
 * Decides what is due, of customers who are held: look at all that is known near it → decide, the earliest first → react → write. What is reacted
 * to is so in the transaction in which its timer is gone.
 */
export const decideReactions = async (
  tx: Transaction,
  { reactionRules, ...by }: ActedBy & { reactionRules: ReactionRulesInForce },
  items: readonly DueReaction[],
  now: number,
): Promise<DecidedReactions> => {
  const unusable = items.flatMap((one) => ('wrong' in one ? [{ id: one.id, reason: one.wrong }] : []));
  const rules = await reactionRules.latest(tx);
  // Without rules that can be read nothing is decided: it waits for those that can.
  if (rules === undefined) return { done: [], unusable, decided: [], steps: [], outbox: [] };
  const held = items.flatMap((one) => ('reaction' in one ? one : []));
  const { due, later, gone } = sorted(held, rules, now);
  await deferReactions(tx, later);
  const deciding = await decideEach(tx, due, { by, now });
  const decided = [...deciding.decided, ...gone];
  await saveDecided(tx, decided, { version: rules.version, now });
  await tellReactions(
    tx,
    deciding.told.map((one) => ({ ...one, version: rules.version })),
    now,
  );
  return {
    done: held.map(({ reaction }) => reaction.id),
    unusable,
    outbox: deciding.outbox,
    steps: deciding.steps,
    decided: countable(decided, held),
  };
};

/** By the rules in force: what is decided now, the earliest first; what is due later by them; of which the rule is gone. */
const sorted = (held: readonly Held[], rules: CompiledReactions, now: number) => {
  const due: Due[] = [];
  const later: { id: string; dueAt: number }[] = [];
  const gone: DecidedReaction[] = [];
  for (const one of held) {
    const { reaction } = one;
    const compiled = rules.reactionOf(reaction.rule);
    if (compiled === undefined) {
      gone.push({ id: reaction.id, state: 'withheld', reason: 'rule-gone' });
      continue;
    }
    const receivedAt = instantOf(reaction.resolved.interaction.receivedAt);
    const dueAt = decidedAt({ at: reaction.at, receivedAt, reaction: compiled });
    if (dueAt > now) later.push({ id: reaction.id, dueAt });
    else due.push({ ...one, compiled, dueAt });
  }
  due.sort((a, b) => a.reaction.at - b.reaction.at || (a.reaction.id < b.reaction.id ? -1 : 1));
  return { due, later, gone };
};

type Deciding = {
  decided: DecidedReaction[];
  told: Omit<DecidedAboutReaction, 'version'>[];
  outbox: readonly Outgoing[];
  steps: readonly Stepped[];
};

const decideEach = async (
  tx: Transaction,
  due: readonly Due[],
  { by, now }: { by: ActedBy; now: number },
): Promise<Deciding> => {
  const near = await findNear(tx, due.map(wantedOf));
  const outside = await audiences(tx, due, now);
  const acting = await openActing(tx, by, now);
  const result: Pick<Deciding, 'decided' | 'told'> = { decided: [], told: [] };
  const fired = new Set<string>();
  for (const one of due) {
    const { reaction, customer, compiled } = one;
    const { id } = reaction;
    const around = withFired(near.get(id), fired);
    const verdict = decideWindow(reaction, around, compiled.windows, { dueAt: one.dueAt, now });
    if (verdict.state === 'open') continue;
    if (verdict.state !== 'fired') {
      result.decided.push(undone(id, verdict, around));
      continue;
    }
    const action = compiled.rule.action.do;
    const refusal = outside.get(id);
    if (refusal !== undefined) {
      result.decided.push({ id, state: 'withheld', reason: refusal, action });
      continue;
    }
    const acted = acting.act({ reaction, customer, action: compiled.rule.action });
    if (acted.state === 'fired') fired.add(id);
    result.decided.push({ id, action, ...acted });
    result.told.push({ reaction, customer, compiled, decided: { id, ...acted } });
  }
  return { ...result, ...(await acting.write()) };
};

const wantedOf = ({ reaction: { id, subject, rule, same, at }, compiled }: Due) => {
  const { before, after } = reachOf(compiled.windows);
  return { id, subject, rule, same, after: at - before, until: at + after };
};

/** With what was reacted to a moment ago, in this transaction. */
const withFired = (near: Near | undefined, fired: ReadonlySet<string>): Near => ({
  starts: (near?.starts ?? []).map((one) => ({ ...one, isFired: one.isFired || fired.has(one.id) })),
  ends: near?.ends ?? [],
});

const undone = (id: string, verdict: Exclude<Verdict, { count: number }>, { starts, ends }: Near): DecidedReaction => {
  if (verdict.state === 'too-late') return { id, state: 'withheld', reason: 'too-late' };
  const by = [...starts, ...ends].find((one) => one.id === verdict.by);
  return { id, state: verdict.state, ...(by && { bySource: by.source, byInteraction: by.interaction }) };
};

/** Who is not of whom the rule is, and why: as they are known now. */
const audiences = async (tx: Transaction, due: readonly Due[], now: number): Promise<Map<string, string>> => {
  const asked = due.flatMap((one) =>
    one.compiled.rule.of === undefined ? [] : [{ ...one, of: one.compiled.rule.of }],
  );
  if (asked.length === 0) return new Map();
  const records = await findRecords(tx, [...new Set(asked.map(({ reaction }) => reaction.subject))]);
  const segments = await lookUpSegments(
    tx,
    asked.map(({ of }) => ({ when: of })),
  );
  return new Map(
    asked.flatMap(({ reaction, of }) => {
      const { traits } = records.get(reaction.subject) ?? {};
      return outsideAudience(of, traits, { segments, now }).length === 0
        ? []
        : [[reaction.id, 'not-in-audience'] as const];
    }),
  );
};

const countable = (decided: readonly DecidedReaction[], held: readonly Held[]): DecidedReactions['decided'] => {
  const byId = new Map(held.map(({ reaction }) => [reaction.id, reaction]));
  return decided.flatMap(({ id, state, reason }) => {
    const reaction = byId.get(id);
    if (reaction === undefined) return [];
    const heardAt = Math.max(reaction.dueAt, instantOf(reaction.resolved.interaction.receivedAt));
    return [{ rule: reaction.rule, state, ...(reason !== undefined && { reason }), heardAt }];
  });
};
