import { type AcceptedInteraction, instantOf, type ResolvedInteraction } from '@hilo/contracts';
import { valuesAt } from '@hilo/segments';
import { derivedUuid } from '../derived-uuid.ts';
import { logMemoryMs } from '../historical.ts';
import { type CompiledReaction, type CompiledReactions, isHappening } from './compiled-reactions.ts';

/** Something that a rule waits for: what begins a window, or what ends it. Times are in milliseconds since the epoch. */
export type ReactionFact = {
  id: string;
  rule: string;
  role: 'start' | 'end';
  /** What has to be the same, as text; empty, where nothing has to be. Of an end that says nothing of it, null: it ends all. */
  same: string | null;
  at: number;
  receivedAt: number;
  resolved: ResolvedInteraction;
  reaction: CompiledReaction;
};

/** An interaction that names hundreds of products begins no hundreds of windows. */
const mostValues = 20;

/** What the rules make of an interaction: nothing of what Hilo itself has sent, or what nobody knows whether a person did. */
export const factsOf = (resolved: ResolvedInteraction, { reactions }: CompiledReactions): ReactionFact[] => {
  const { interaction } = resolved;
  if (resolved.withdrawn || isOwnMessage(interaction) || interaction.properties?.leftOut !== undefined) return [];
  return reactions.flatMap((reaction) => {
    const { when, unless, same } = reaction.rule;
    const starts = isHappening(beginningOf(when), interaction) ? valuesOf(interaction, same) : [];
    const isEnd = unless !== undefined && isHappening(answeringOf(unless), interaction);
    const ends = isEnd ? endValues(interaction, unless.same ?? same) : [];
    return [
      ...starts.map((value) => factOf(resolved, reaction, 'start', value)),
      ...ends.map((value) => factOf(resolved, reaction, 'end', value)),
    ];
  });
};

const isOwnMessage = ({ source, direction }: AcceptedInteraction): boolean =>
  source.startsWith('hilo/') && direction === 'outbound';

const beginningOf = ({ times: _times, withinHours: _within, ...when }: CompiledReaction['rule']['when']) => when;
const answeringOf = ({
  same: _same,
  withinMinutes: _within,
  settleMinutes: _settle,
  ...unless
}: NonNullable<CompiledReaction['rule']['unless']>) => unless;

const valuesOf = ({ properties }: AcceptedInteraction, path: string | undefined): string[] => {
  if (path === undefined) return [''];
  const found = valuesAt(properties, path).filter((one) => typeof one !== 'object');
  return [...new Set(found.map((one) => JSON.stringify(one)))].slice(0, mostValues);
};

const endValues = (interaction: AcceptedInteraction, path: string | undefined): (string | null)[] => {
  const values = valuesOf(interaction, path);
  return values.length === 0 ? [null] : values;
};

const factOf = (
  resolved: ResolvedInteraction,
  reaction: CompiledReaction,
  role: ReactionFact['role'],
  same: string | null,
): ReactionFact => {
  const { source, id, occurredAt, receivedAt } = resolved.interaction;
  const rule = reaction.rule.id;
  return {
    id: derivedUuid(['reaction', role, rule, source, id, same ?? '']),
    ...{ rule, role, same, resolved, reaction },
    at: instantOf(occurredAt),
    receivedAt: instantOf(receivedAt),
  };
};

/** Whether it is history: it was old already when Hilo accepted it, or is attributed anew so late that the log has forgotten it. */
export const isPast = (
  { version, interaction }: Pick<ResolvedInteraction, 'version' | 'interaction'>,
  { rules }: CompiledReactions,
  heardAt: number,
): boolean => {
  const receivedAt = instantOf(interaction.receivedAt);
  const isOld = receivedAt - instantOf(interaction.occurredAt) >= rules.historyHours * 3_600_000;
  return isOld || (version > 1 && receivedAt + logMemoryMs <= heardAt);
};

/** When it is decided whether this is reacted to: when all that may speak against it has happened, and is heard of. */
export const decidedAt = ({
  at,
  receivedAt,
  reaction: {
    windows: { waitMs, settleMs },
  },
}: Pick<ReactionFact, 'at' | 'receivedAt' | 'reaction'>): number => Math.max(at + waitMs, receivedAt) + settleMs;
