import type { Transaction } from '@hilo/runtime';
import { dayMs } from '../domain/day.ts';
import {
  type ColumnsMoment,
  readAllChunks,
  readAmbiguous,
  readClaims,
  readForeign,
  readMoment,
  readNewDeltas,
  readUnchunked,
} from '../store/read-columns.ts';
import { decodeDelta, decodeRows, sharedCustomer } from './codec.ts';
import { type Columns, change, emptyColumns, putDay, setClaim } from './columns.ts';
import { type HeldTraits, noTraits, readTraitsAgain } from './held-traits.ts';

/** The columns as they were at a moment. */
export type LoadedColumns = { columns: Columns; traits: HeldTraits; moment: ColumnsMoment; foreign: number };

/** Reads all of them, as one transaction sees it; `undefined` while they are made. */
export const loadColumns = async (tx: Transaction): Promise<LoadedColumns | undefined> => {
  const moment = await readMoment(tx);
  if (moment === undefined || moment.stale) return undefined;
  const columns = emptyColumns();
  await loadClaims(tx, columns);
  await readAllChunks(tx, (day, bytes) => {
    for (const { rows } of decodeRows(bytes)) putDay(columns, day, rows);
  });
  await readUnchunked(tx, (delta) => change(columns, decodeDelta(delta)));
  dropBefore(columns, moment);
  return { columns, traits: noTraits(), moment, foreign: await readForeign(tx) };
};

const dropBefore = ({ days }: Columns, { keptFrom }: ColumnsMoment): void => {
  if (keptFrom === null) return;
  for (const day of days.keys()) if (day * dayMs < Date.parse(keptFrom)) days.delete(day);
};

/** As `subjects` has them, which is what all deltas until now have made of it. */
const loadClaims = async (tx: Transaction, columns: Columns): Promise<void> => {
  const ambiguous = await readAmbiguous(tx);
  await readClaims(tx, (subject, customer) =>
    setClaim(columns, subject, ambiguous.has(customer) ? sharedCustomer : customer),
  );
};

/** Takes in what has changed since; `false` if all is to be read anew. */
export const catchUp = async (tx: Transaction, loaded: LoadedColumns): Promise<boolean> => {
  const moment = await readMoment(tx);
  if (moment === undefined) return false;
  const isMadeAnew = loaded.moment.stale && !moment.stale;
  const isBehind = moment.dropped > loaded.moment.compaction;
  const areOtherProperties = moment.properties.join('\n') !== loaded.moment.properties.join('\n');
  const isElsewhere = moment.server !== loaded.moment.server;
  if (isMadeAnew || isBehind || areOtherProperties || isElsewhere) return false;
  const otherwise = new Set<number>();
  for (const delta of await readNewDeltas(tx, loaded.moment.snapshot, loaded.foreign)) {
    const changes = decodeDelta(delta);
    change(loaded.columns, changes);
    for (const { customer } of changes.traits) otherwise.add(customer);
  }
  await readTraitsAgain(tx, loaded.traits, otherwise);
  dropBefore(loaded.columns, moment);
  loaded.moment = moment;
  return true;
};
