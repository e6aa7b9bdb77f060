import { placeOf } from './made-up.ts';

/** How often each interaction was seen, by sender and place. */
export type Tally = {
  seen: readonly Uint16Array[];
  /** Interactions that nobody posted. */
  strangers: number;
};

/** Nothing seen yet, of senders who posted so many each. */
export const emptyTally = (posted: readonly number[]): Tally => ({
  seen: posted.map((count) => new Uint16Array(count)),
  strangers: 0,
});

export const seeAgain = (tally: Tally, id: string): void => {
  const { sender, place } = placeOf(id) ?? { sender: -1, place: 0 };
  const ofSender = tally.seen[sender];
  if (ofSender !== undefined && place < ofSender.length) ofSender[place] = (ofSender[place] ?? 0) + 1;
  else tally.strangers += 1;
};
