import { instantOf, type ResolvedInteraction } from '@hilo/contracts';
import { valuesAt } from '@hilo/segments';
import { ownSource } from '../candidate.ts';
import { derivedUuid } from '../derived-uuid.ts';
import { asksAfter } from '../trigger.ts';
import type { GuidanceCard } from './card.ts';

/** A version of a card that is in force. */
export type CardInForce = { version: number; card: GuidanceCard };

type Heard = {
  card: string;
  source: string;
  interaction: string;
  /** Of the attribution: of two the later counts. */
  version: number;
  subject: string;
  /** What begin and end have to have in common; empty, where nothing has to be. */
  same: string;
  withdrawn: boolean;
};

/** What begins a situation for somebody; times are in milliseconds since the epoch. */
export type Begun = Heard & { id: string; cardVersion: number; beganAt: number; endsAt: number };
/** What ends one. */
export type SituationEnding = Heard & { at: number };

/** What an interaction begins and ends, by the cards in force. What Hilo says itself is no situation. */
export const situationsIn = (
  cards: readonly CardInForce[],
  resolved: ResolvedInteraction,
): { begun: Begun[]; endings: SituationEnding[] } => {
  const { interaction, version, subject, withdrawn = false } = resolved;
  if (interaction.source === ownSource) return { begun: [], endings: [] };
  const at = instantOf(interaction.occurredAt);
  const heardBy = ({ card: { id, situation } }: CardInForce): Heard => ({
    card: id,
    source: interaction.source,
    interaction: interaction.id,
    version,
    subject,
    same: situation.same === undefined ? '' : JSON.stringify(valuesAt(interaction.properties, situation.same)),
    withdrawn,
  });
  const begun = cards
    .filter(({ card: { situation, retired } }) => !retired && asksAfter({ when: situation.begins }, interaction))
    .map(
      (one): Begun => ({
        ...heardBy(one),
        id: guidanceId(one.card.id, interaction),
        cardVersion: one.version,
        beganAt: at,
        endsAt: at + one.card.situation.lastsMinutes * 60_000,
      }),
    );
  const endings = cards
    .filter(
      ({ card: { situation } }) => situation.ends !== undefined && asksAfter({ when: situation.ends }, interaction),
    )
    .map((one): SituationEnding => ({ ...heardBy(one), at }));
  return { begun, endings };
};

/** One per card and interaction, however often it is heard of. */
export const guidanceId = (card: string, { source, id }: { source: string; id: string }): string =>
  derivedUuid(['guidance', card, source, id]);

export type EndedBy = 'interaction' | 'time' | 'withdrawn';
export type SituationStanding = { state: 'open' } | { state: 'ended'; at: number; by: EndedBy };

/**
 * How a situation stands, by all that is known of it, in whichever order it was heard: over with what ended it first, at its time at the
 * latest, and at once where what began it did not happen.
 */
export const situationStanding = (
  { beganAt, endsAt, withdrawn }: Pick<Begun, 'beganAt' | 'endsAt' | 'withdrawn'>,
  endedAt: number | undefined,
  now: number,
): SituationStanding => {
  if (withdrawn) return { state: 'ended', at: now, by: 'withdrawn' };
  if (endedAt !== undefined && endedAt >= beganAt && endedAt <= endsAt)
    return { state: 'ended', at: endedAt, by: 'interaction' };
  return endsAt <= now ? { state: 'ended', at: endsAt, by: 'time' } : { state: 'open' };
};

/** What is to be told of it: that it is pushed, or withdrawn; of what is over before anybody heard of it, nothing. */
export const toldOf = (
  before: 'new' | 'open' | 'ended',
  { state }: SituationStanding,
): 'pushed' | 'withdrawn' | undefined => {
  if (before === 'new') return state === 'open' ? 'pushed' : undefined;
  return before === 'open' && state === 'ended' ? 'withdrawn' : undefined;
};
