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

/** The rows of what is due, in the tables of whoever owns them: the row is the timer, there is no other. */
export type DueRows<Item extends DueItem> = {
  /**
   * Locks what is due, longest due first, and passes over what another instance has locked: `FOR UPDATE … SKIP LOCKED`. What
   * was set aside is due again when its time is over.
   */
  take(tx: Transaction, wanted: { now: number; limit: number }): Promise<readonly Item[]>;
  /** Keeps these from being taken until then, with the reason, where people see it. */
  setAside(tx: Transaction, items: readonly SetAsideItem[]): Promise<void>;
  /** When the next that is not due yet will be; `undefined` if nothing waits. */
  nextAt(pool: Pool, now: number): Promise<number | undefined>;
  look(pool: Pool, now: number): Promise<DueState>;
};

/** What became of items; the effects are in the transaction. */
export type Worked = {
  /** How many were done; what is neither done nor unusable stays due, and is tried again after a pause. */
  done: number;
  /** What can be done by nobody, for what is in it: data, and no exception. */
  unusable?: readonly { id: string; reason: string }[];
  outbox?: readonly Outgoing[];
};
