import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, type NameHashes, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { readEntry } from '../domain/register-entry.ts';
import {
  addEntries,
  beginList,
  breakOffList,
  findListInForce,
  lockRegisters,
  publishList,
  type RegisterList,
} from '../store/opt-out-registers.ts';
import type { Line } from './read-list.ts';
import { invalidList } from './streams.ts';

export type Uploading = {
  register: string;
  /** Of when the list is, in milliseconds since the epoch. */
  asOf: number;
  /** The country of numbers that name none; without it, such a number is unreadable. */
  country: string | undefined;
  by: DecidedBy;
  why: string;
  hashes: NameHashes;
  now(): number;
};

type Unreadable = { line: number; reason: string };
export type UploadReport = { list: RegisterList; repeated: number; firstUnreadable: Unreadable[] };

/** So much is read before others have their turn, and so much is written at once. */
const [linesAtOnce, entriesAtOnce] = [250, 5000];
const mostTold = 20;

/**
 * Takes a list of objections: it is written beside the one that is in force, as it comes in, and takes its place at once when it is whole.
 * Whatever ends before that changes nothing.
 */
export const uploadRegister = async (
  pool: Pool,
  lines: AsyncIterable<Line>,
  uploading: Uploading,
): Promise<UploadReport> => {
  const id = await beginList(pool, uploading, uploading.now());
  try {
    const counted = await writeEntries(pool, id, lines, uploading);
    if (counted.entries === 0) throw invalidList(nothingRead(counted));
    const list = await transaction(pool, (tx) => publish(tx, id, counted, uploading));
    return { list, repeated: counted.repeated, firstUnreadable: counted.firstUnreadable };
  } catch (error) {
    // Where even that cannot be written, it is found by how long nothing was added to it.
    await breakOffList(pool, id, uploading.now()).catch(() => {});
    throw error;
  }
};

export type Counted = {
  lines: number;
  /** Numbers and addresses, each once. */
  entries: number;
  repeated: number;
  /** Lines of which something is not used. */
  unreadable: number;
  firstUnreadable: Unreadable[];
};

const writeEntries = async (
  pool: Pool,
  id: number,
  lines: AsyncIterable<Line>,
  { country, hashes, now }: Uploading,
): Promise<Counted> => {
  const counted: Counted = { lines: 0, entries: 0, repeated: 0, unreadable: 0, firstUnreadable: [] };
  let places: string[] = [];
  const write = async (): Promise<void> => {
    const added = await addEntries(pool, id, places, now());
    counted.entries += added;
    counted.repeated += places.length - added;
    places = [];
  };
  for await (const { line, text } of lines) {
    const { contactPoints, unused } = readEntry(text, country);
    for (const one of contactPoints) places.push(hashes.ofIdentifier(one));
    counted.lines += 1;
    if (unused !== undefined) noteUnreadable(counted, { line, reason: unused });
    if (places.length >= entriesAtOnce) await write();
    else if (counted.lines % linesAtOnce === 0) await nextTurn();
  }
  if (places.length > 0) await write();
  return counted;
};

const noteUnreadable = (counted: Counted, unreadable: Unreadable): void => {
  counted.unreadable += 1;
  if (counted.firstUnreadable.length < mostTold) counted.firstUnreadable.push(unreadable);
};

const nothingRead = ({ lines, firstUnreadable: [first] }: Counted): string =>
  first === undefined
    ? `has no number and no address in ${lines} lines; to have nobody on a register, remove it`
    : `has no number and no address in ${lines} lines; line ${first.line}: ${first.reason}`;

/** From the commit on it is in force, for every instance: no decision is under way meanwhile that has read the one before. */
const publish = async (
  tx: Transaction,
  id: number,
  counted: Counted,
  { register, asOf, now }: Uploading,
): Promise<RegisterList> => {
  await lockRegisters(tx);
  const before = await findListInForce(tx, register);
  if (before !== undefined && asOf < before.asOf)
    throw new HttpProblem(
      409,
      'Conflict',
      `The list in force is newer: of ${new Date(before.asOf).toISOString().slice(0, 10)}. To go back to an older one, remove it first.`,
    );
  const published = await publishList(tx, id, counted, now());
  if (published === undefined)
    throw new HttpProblem(
      409,
      'Conflict',
      'Nothing was added to the list for too long, so that it counts as broken off.',
    );
  return published;
};
