import { instantOf, ResolvedInteraction, topics } from '@hilo/contracts';
import { parseRecords } from '@hilo/runtime';
import type { Circumstances } from '../domain/candidate.ts';
import type { PastCandidate } from '../domain/dry-run/programme-run.ts';
import {
  type ReactionDryRun,
  type ReactionExample,
  type ReactionReport,
  type ReactionResult,
  reactionCaveats,
} from '../domain/dry-run/reaction-report.ts';
import { type PastFact, type PastReaction, runReactions } from '../domain/dry-run/reaction-run.ts';
import { spanOf } from '../domain/dry-run/result.ts';
import {
  type CompiledReaction,
  type CompiledReactions,
  compileReactions,
} from '../domain/reactions/compiled-reactions.ts';
import { factsOf, isPast } from '../domain/reactions/facts.ts';
import { ReactionRules } from '../domain/reactions/reaction-rules.ts';
import { outsideAudience } from '../domain/trigger.ts';
import { lookUpSegments } from '../inviting/segments.ts';
import { findCustomersOf, readCustomerRecords } from '../store/past-people.ts';
import { findErasedCandidates } from '../store/profiles.ts';
import { latestReactionRules } from '../store/reaction-rules.ts';
import type { StoredExample } from '../store/rehearsals.ts';
import { pastMessage, type RuleTemplates, rehearseMessages, templatesOf, toldAbout } from './rehearse-messages.ts';
import { CannotBeDone, type DryRunResources, inPages, type Rehearsing, readPage, refuseTooMany } from './rehearsing.ts';

type RehearsedReactions = { result: ReactionResult; examples: readonly StoredExample[] };

/** Finds out to what rules would have reacted, of the interactions that the log still holds. Nothing is done. */
export const rehearseReactions = async (
  resources: DryRunResources,
  request: ReactionDryRun,
  doing: Rehearsing,
): Promise<RehearsedReactions> => {
  const asOf = resources.now();
  const rules = await rulesOf(resources, request);
  const templates = await templatesOf(resources, rules);
  const past = await readFacts(resources, { rules, templates, request }, doing);
  const customerOf = await customersOf(resources, past.facts, doing);
  const tally = openTally(rules);
  const messages: PastCandidate[] = [];
  const groups = [...Map.groupBy(past.facts, ({ subject }) => customerOf.get(subject) ?? subject)];
  let done = 0;
  for (const page of inPages(groups, customersAtOnce)) {
    const outside = await outsiders(resources, page, rules);
    for (const [customer, facts] of page) {
      for (const reaction of rules.reactions) {
        const own = facts.filter(({ rule }) => rule === reaction.rule.id);
        const isOutside = outside.has(`${reaction.rule.id} ${customer}`);
        for (const one of runReactions(own, reaction.windows, asOf)) {
          tally.note(reaction, { ...one, customer, isOutside });
          if (one.verdict.state === 'fired' && !isOutside) messages.push(...messageOf(one, own, templates));
        }
      }
      done += facts.length;
      await doing.pace();
    }
    await doing.tell({ phase: 'deciding', done, total: past.facts.length });
  }
  const told = await rehearseMessages(resources, { messages, templates, asOf }, doing);
  const history = spanOf(
    past.facts.map(({ at }) => ({ occurredAt: at })),
    asOf,
  );
  return {
    result: {
      history: { ...history, interactions: past.interactions, heardOf: request.heardOf },
      rules: tally.reports().map((one) => ({ ...one, ...(told.has(one.rule) && { messages: told.get(one.rule) }) })),
      caveats: [...reactionCaveats],
    },
    examples: tally.examples(),
  };
};

const customersAtOnce = 200;

const rulesOf = async ({ pool }: DryRunResources, { rules }: ReactionDryRun): Promise<CompiledReactions> => {
  if (rules !== undefined) return compileReactions(0, ReactionRules.parse({ rules }));
  const latest = await latestReactionRules(pool);
  const { data } = ReactionRules.safeParse(latest?.rules);
  if (latest === undefined || data === undefined || data.rules.length === 0)
    throw new CannotBeDone('There are no rules in force: say which to try in `rules`.');
  return compileReactions(latest.version, data);
};

type RuledFact = PastFact & { rule: string; told?: Circumstances | undefined };
type Wanted = { rules: CompiledReactions; templates: RuleTemplates; request: ReactionDryRun };

/** Each interaction as it was attributed last; of those that were withdrawn nothing. */
const readFacts = async (
  { log, pool }: DryRunResources,
  { rules, templates, request: { from, to, heardOf } }: Wanted,
  { signal, pace, tell }: Rehearsing,
): Promise<{ facts: RuledFact[]; interactions: number }> => {
  const found = new Map<string, { version: number; facts: RuledFact[] }>();
  const isWithin = (at: number): boolean =>
    (from === undefined || at >= Date.parse(from)) && (to === undefined || at < Date.parse(to));
  await log.read(topics.resolved.name, {
    signal,
    maxRecords: 200,
    handle: async ({ records, done, total }) => {
      const messages = parseRecords(ResolvedInteraction, records).parsed.map(({ message }) => message);
      const within = messages.filter(({ interaction }) => isWithin(instantOf(interaction.occurredAt)));
      const subjects = [...new Set(within.map(({ subject }) => subject))];
      const erased = await readPage(pool, (tx) => findErasedCandidates(tx, subjects));
      for (const message of within) {
        const { source, id, occurredAt } = message.interaction;
        if (instantOf(occurredAt) <= (erased.get(message.subject) ?? Number.NEGATIVE_INFINITY)) continue;
        const key = JSON.stringify([source, id]);
        if ((found.get(key)?.version ?? 0) >= message.version) continue;
        found.set(key, { version: message.version, facts: pastFacts(message, { rules, templates, heardOf }) });
      }
      refuseTooMany(found.size);
      await tell({ phase: 'reading', done, total });
      await pace();
    },
  });
  return { facts: [...found.values()].flatMap(({ facts }) => facts), interactions: found.size };
};

const pastFacts = (
  message: ResolvedInteraction,
  { rules, templates, heardOf }: Omit<Wanted, 'request'> & Pick<ReactionDryRun, 'heardOf'>,
): RuledFact[] =>
  factsOf(message, rules).map(({ id, rule, role, same, at, receivedAt }) => ({
    ...{ id, rule, role, same, at, subject: message.subject },
    ...{ source: message.interaction.source, interaction: message.interaction.id },
    heardAt: heardOf === 'at-once' ? at : receivedAt,
    isHistory: isPast(message, rules, receivedAt),
    told: role === 'start' ? toldAbout(message, rule, templates) : undefined,
  }));

const messageOf = (
  { fact, at }: PastReaction,
  own: readonly RuledFact[],
  templates: RuleTemplates,
): PastCandidate[] => {
  const { rule, told } = own.find(({ id }) => id === fact.id) ?? {};
  return rule === undefined || told === undefined
    ? []
    : pastMessage({ ...fact, rule }, { circumstances: told, firedAt: at }, templates);
};

const subjectsAtOnce = 500;

const customersOf = async (
  { pool }: DryRunResources,
  facts: readonly RuledFact[],
  { pace, tell }: Rehearsing,
): Promise<Map<string, string>> => {
  const customerOf = new Map<string, string>();
  const subjects = [...new Set(facts.map(({ subject }) => subject))].sort();
  for (const page of inPages(subjects, subjectsAtOnce)) {
    for (const { subject, customer } of await readPage(pool, (tx) => findCustomersOf(tx, page)))
      customerOf.set(subject, customer);
    await tell({ phase: 'people', done: customerOf.size, total: subjects.length });
    await pace();
  }
  return customerOf;
};

/** Who is none of whom a rule is, as they are known today: the rule, and the customer. */
const outsiders = async (
  { pool, now }: DryRunResources,
  page: readonly (readonly [customer: string, unknown])[],
  { reactions }: CompiledReactions,
): Promise<Set<string>> => {
  const ruled = reactions.flatMap(({ rule }) => (rule.of === undefined ? [] : [{ id: rule.id, of: rule.of }]));
  if (ruled.length === 0) return new Set();
  const { records, segments } = await readPage(pool, async (tx) => ({
    records: await readCustomerRecords(
      tx,
      page.map(([customer]) => customer),
    ),
    segments: await lookUpSegments(
      tx,
      ruled.map(({ of }) => ({ when: of })),
    ),
  }));
  const at = now();
  return new Set(
    ruled.flatMap(({ id, of }) =>
      page
        .filter(([one]) => outsideAudience(of, records.get(one)?.traits, { segments, now: at }).length > 0)
        .map(([one]) => `${id} ${one}`),
    ),
  );
};

type Told = PastReaction & { customer: string; isOutside: boolean };
const mostAlike = 3;

const openTally = ({ reactions }: CompiledReactions) => {
  const reports = new Map(reactions.map(({ rule }) => [rule.id, emptyReport(rule.id)]));
  const reacted = new Map<string, Set<string>>();
  const kept = new Map<string, StoredExample[]>();
  return {
    note: ({ rule }: CompiledReaction, { fact, verdict, at, customer, isOutside }: Told): void => {
      const report = reports.get(rule.id);
      if (report === undefined) return;
      report.windows += 1;
      const state = verdict.state === 'fired' && isOutside ? 'notInAudience' : verdict.state;
      // What is tried is never late.
      if (state !== 'too-late') report[state] += 1;
      if (state === 'fired') {
        if (fact.isHistory) report.history += 1;
        reacted.set(rule.id, (reacted.get(rule.id) ?? new Set()).add(customer));
      }
      const alike = kept.get(`${rule.id} ${state}`) ?? [];
      if (alike.length >= mostAlike || state === 'open') return;
      const { source, interaction, subject } = fact;
      const example: ReactionExample = {
        ...{ customer, rule: rule.id, interaction: { source, id: interaction }, state },
        ...{ occurredAt: new Date(fact.at).toISOString(), at: new Date(at).toISOString() },
      };
      kept.set(`${rule.id} ${state}`, [...alike, { customer, subject, example }]);
    },
    reports: (): ReactionReport[] =>
      [...reports.values()].map((one) => ({ ...one, customers: reacted.get(one.rule)?.size ?? 0 })),
    examples: (): StoredExample[] => [...kept.values()].flat(),
  };
};

const emptyReport = (rule: string): ReactionReport => ({
  ...{ rule, windows: 0, fired: 0, customers: 0, history: 0, cancelled: 0, renewed: 0, overtaken: 0 },
  ...{ resting: 0, notInAudience: 0, open: 0 },
});
