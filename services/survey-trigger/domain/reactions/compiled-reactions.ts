import type { AcceptedInteraction } from '@hilo/contracts';
import { holds, valuesAt } from '@hilo/segments';
import { asksAfter } from '../trigger.ts';
import { isSaidIn } from '../voices.ts';
import type { ReactionRule, ReactionRules } from './reaction-rules.ts';

/** The windows of a rule, in milliseconds. */
export type Windows = {
  /** So often … */
  times: number;
  /** … within this. */
  countMs: number;
  /** So long it is waited for what must not happen; 0, where nothing is waited for. */
  waitMs: number;
  settleMs: number;
  restMs: number;
  lateMs: number;
  latestOnly: boolean;
};

export type CompiledReaction = { rule: ReactionRule; windows: Windows };

/** The rules of a version, ready to be asked. */
export type CompiledReactions = {
  version: number;
  rules: ReactionRules;
  reactions: readonly CompiledReaction[];
  reactionOf(id: string): CompiledReaction | undefined;
  /** What is older has no part in any window. */
  keptMs: number;
};

const [minuteMs, hourMs] = [60_000, 3_600_000];

export const compileReactions = (version: number, rules: ReactionRules): CompiledReactions => {
  const reactions = rules.rules.map((rule) => ({ rule, windows: windowsOf(rule) }));
  const byId = new Map(reactions.map((one) => [one.rule.id, one]));
  const longest = reactions.map(
    ({ windows: { countMs, waitMs, settleMs, restMs, lateMs } }) => countMs + waitMs + settleMs + restMs + lateMs,
  );
  return {
    version,
    rules,
    reactions,
    reactionOf: (id) => byId.get(id),
    keptMs: Math.max(0, ...longest) + rules.historyHours * hourMs,
  };
};

export const windowsOf = ({ when, unless, restHours, within, latestOnly }: ReactionRule): Windows => {
  const { times = 1 } = when;
  const countMs = times === 1 ? 0 : when.withinHours * hourMs;
  const waitMs = unless === undefined ? 0 : unless.withinMinutes * minuteMs;
  const settleMs = unless === undefined ? 0 : unless.settleMinutes * minuteMs;
  const restMs = restHours === undefined ? Math.max(countMs, waitMs) : restHours * hourMs;
  return { times, countMs, waitMs, settleMs, restMs, lateMs: within * hourMs, latestOnly };
};

type Happening = Omit<ReactionRule['when'], 'times' | 'withinHours'>;

/** Whether an interaction is what is named; what employees, managers or auditors say in their own voice is so only where they are named. */
export const isHappening = (happening: Happening, interaction: AcceptedInteraction): boolean => {
  const { directions, actors, properties = [], ...when } = happening;
  const { direction = 'inbound', actor = 'customer' } = interaction;
  return (
    (directions === undefined || directions.some((one) => one === direction)) &&
    (actors === undefined ? isSaidIn('customer', interaction) : actors.some((one) => one === actor)) &&
    asksAfter({ when }, interaction) &&
    properties.every((condition) => holds(condition, valuesAt(interaction.properties, condition.path)))
  );
};
