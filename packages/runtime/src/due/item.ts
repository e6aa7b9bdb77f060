import type { Pool } from 'pg';
import type { Outgoing } from '../consuming/outbox.ts';
import type { Transaction } from '../database/database.ts';

/** Something that is to be done when it is time; times are in milliseconds since the epoch. */
export type DueItem = {
  id: string;
  /** Since when it could have been done: when it was due, or was noted, if that was later. */
  dueAt: number;
  /** How often it has failed before. */
  failures: number;
};

/** One that could not be done: why, how often now, and until when it is passed over. */
export type SetAsideItem = { id: string; reason: string; failures: number; until: number };

/** What there is to do, for the metrics; a count may end at a limit. */
export type DueState = { due: number; oldestDueAt: number | undefined; setAside: number };

/** What was taken: and whether there may be more. */
export type Taken<Item> = { items: readonly Item[]; isFull: boolean };

/** What is due, in the tables of whoever owns it: its timers, and what they are of. */
export type DueRows<Item extends DueItem> = {
  /**
   * Fires what is due and passes over what another instance has locked: the timers are gone if the transaction commits. What was
   * set aside is due again when its time is over.
   */
  take(tx: Transaction, wanted: { now: number; limit: number }): Promise<Taken<Item>>;
  /** Sets the timers of these again, after a pause: they could not be done yet. */
  putBack(tx: Transaction, items: readonly Item[], now: number): Promise<void>;
  /** Keeps these from being taken until then, with the reason, where people see it. */
  setAside(tx: Transaction, items: readonly SetAsideItem[]): Promise<void>;
  /** When the next is due of those that are due after this moment; `undefined` if nothing waits. */
  nextAt(pool: Pool, after: number): Promise<number | undefined>;
  look(pool: Pool, now: number): Promise<DueState>;
};

/** What became of items; the effects are in the transaction. */
export type Worked = {
  /** The ids of those that were done; what is neither done nor unusable is tried again after a pause. */
  done: readonly string[];
  /** What can be done by nobody, for what is in it: data, and no exception. */
  unusable?: readonly { id: string; reason: string }[];
  outbox?: readonly Outgoing[];
};
