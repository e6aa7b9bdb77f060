import type { ResolvedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { situationsIn } from '../domain/guidance/situation.ts';
import {
  followGuidance,
  lockGuidanceDue,
  lockGuidanceOf,
  noteSituationEndings,
  noteSituations,
} from '../store/guidance.ts';
import type { CardsInForce } from '../store/guidance-cards.ts';
import { type Reviewed, reviewGuidance } from './review.ts';

/**
 * Hears what begins situations, and what ends them, in whichever order it comes. What was over by its time before it is heard of, as in an
 * import, begins nothing. Gives what is to be told of it.
 */
export const hearSituations = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  hearing: HearingSituations | undefined,
): Promise<Reviewed> => {
  const inForce = (await hearing?.cards?.latest(tx)) ?? [];
  if (hearing === undefined || inForce.length === 0) return nothingReviewed;
  const now = hearing.now();
  const heard = resolved.map((one) => situationsIn(inForce, one));
  const begun = heard.flatMap((one) => one.begun).filter(({ endsAt }) => endsAt > now);
  const endings = heard.flatMap((one) => one.endings);
  const moved = resolved.filter(({ version, withdrawn }) => version > 1 || withdrawn);
  await followGuidance(tx, moved.map(followedBy));
  await noteSituations(tx, begun);
  await noteSituationEndings(tx, endings, now);
  const subjects = new Set([...begun, ...endings, ...moved].map(({ subject }) => subject));
  return reviewGuidance(tx, await lockGuidanceOf(tx, [...subjects]), now);
};

/** By which cards it is heard, and when; without them nothing is. */
export type HearingSituations = { cards?: CardsInForce | undefined; now(): number };

const nothingReviewed: Reviewed = { outbox: [], told: [] };

const followedBy = ({ interaction, version, subject, withdrawn = false }: ResolvedInteraction) => ({
  source: interaction.source,
  interaction: interaction.id,
  version,
  subject,
  withdrawn,
});

/** After a merge or a split: what one of them said may end what began with the other. */
export const regroupGuidance = async (
  tx: Transaction,
  subjects: readonly string[],
  hearing: HearingSituations | undefined,
): Promise<Reviewed> => {
  if (hearing?.cards === undefined) return nothingReviewed;
  return reviewGuidance(tx, await lockGuidanceOf(tx, subjects), hearing.now());
};

/** What two note at once sees neither, so it is looked at again: for longer than a batch takes. */
const lookedAtAgainMs = 15_000;
const mostAtOnce = 500;

/** Withdraws what is over by its time; gives what is to be told of it, and whether there may be more. */
export const withdrawDue = async (tx: Transaction, now: number): Promise<Reviewed & { isFull: boolean }> => {
  const due = await lockGuidanceDue(tx, { now, since: now - lookedAtAgainMs, limit: mostAtOnce });
  const reviewed = await reviewGuidance(tx, due, now);
  return { ...reviewed, isFull: reviewed.told.length === mostAtOnce };
};
