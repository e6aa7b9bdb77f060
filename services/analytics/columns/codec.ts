import {
  changesOf,
  type DayChange,
  type DayRows,
  type GoneRows,
  labelsIn,
  noRows,
  roomFor,
  widthsBy,
  widthsOf,
} from './day-rows.ts';
import { type ColumnRow, type Label, rowLabels } from './row.ts';

/** Whose subjects are now: 0 is nobody's, `sharedCustomer` several people's. */
export type ClaimChange = { subject: number; customer: number };

/** A subject that several people share: it is no person, and in no journey. */
export const sharedCustomer = -1;

/** The words of the declared traits of a customer now, in the order of their declaration. */
export type TraitChange = { customer: number; words: readonly number[] };

/** What one transaction changed. */
export type ColumnChanges = { rows: DayChange[]; claims: ClaimChange[]; traits: TraitChange[] };

// Each block says in its first bytes what it holds and how long it is: blocks are written one after the other.
const kinds = { rows: 1, claims: 2, traits: 3 } as const;
const headerBytes = 16;
const rowsHeaderBytes = headerBytes + 16;

/** Rows as they are written into a delta: in blocks, one for each day. */
export const encodeRows = (rows: readonly ColumnRow[]): Buffer => Buffer.concat(changesOf(rows).map(encodeDay));

/** One day, as a chunk keeps it. */
export const encodeChunk = (day: number, rows: DayRows): Buffer => encodeDay({ day, rows, gone: noRows() });

const encodeDay = ({ day, rows, gone }: DayChange): Buffer => {
  const columns = columnsIn(rows, gone);
  const buffer = blockOf(kinds.rows, rowsHeaderBytes, columns);
  buffer.writeInt32LE(day, 8);
  buffer.writeUInt32LE(rows.n, 12);
  buffer.writeUInt32LE(gone.n, headerBytes);
  buffer.writeUInt32LE(rows.moreOf.length, headerBytes + 4);
  const widths = widthsOf(rows);
  for (const [at, label] of rowLabels.entries()) buffer.writeUInt8(widths[label], headerBytes + 8 + at);
  return buffer;
};

/** In the order in which they are written. */
const columnsIn = (rows: DayRows, gone: GoneRows): ArrayBufferView[] => [
  rows.at,
  rows.high,
  rows.low,
  rows.subject,
  rows.step,
  rows.score,
  rows.moreOf,
  rows.moreScore,
  gone.at,
  gone.high,
  gone.low,
  ...labelsIn(rows).flatMap((label) => rows[label] ?? []),
];

/** Whose subjects are now, for a delta. */
export const encodeClaims = (claims: readonly ClaimChange[]): Buffer =>
  countedBlock(kinds.claims, claims.length, 0, [
    Int32Array.from(claims, ({ subject }) => subject),
    Int32Array.from(claims, ({ customer }) => customer),
  ]);

/** The traits of customers now, for a delta: each has as many words as the others. */
export const encodeTraits = (traits: readonly TraitChange[]): Buffer =>
  countedBlock(kinds.traits, traits.length, traits[0]?.words.length ?? 0, [
    Int32Array.from(traits, ({ customer }) => customer),
    Uint32Array.from(traits.flatMap(({ words }) => words)),
  ]);

const countedBlock = (kind: number, n: number, each: number, columns: readonly ArrayBufferView[]): Buffer => {
  if (n === 0) return Buffer.alloc(0);
  const buffer = blockOf(kind, headerBytes, columns);
  buffer.writeUInt32LE(n, 8);
  buffer.writeUInt32LE(each, 12);
  return buffer;
};

const blockOf = (kind: number, header: number, columns: readonly ArrayBufferView[]): Buffer => {
  const length = columns.reduce((sum, { byteLength }) => sum + aligned(byteLength), header);
  const buffer = Buffer.alloc(length);
  buffer.writeUInt32LE(kind, 0);
  buffer.writeUInt32LE(length, 4);
  let at = header;
  for (const { buffer: bytes, byteOffset, byteLength } of columns) {
    buffer.set(new Uint8Array(bytes, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return buffer;
};

const aligned = (bytes: number): number => (bytes + 3) & ~3;

/** The rows of a chunk, or of a delta that has nothing else. */
export const decodeRows = (buffer: Uint8Array): DayChange[] => decodeDelta(buffer).rows;

/** What stands in a delta, in copies of its own. */
export const decodeDelta = (delta: Uint8Array): ColumnChanges => {
  const changes: ColumnChanges = { rows: [], claims: [], traits: [] };
  // In memory that begins where numbers of four bytes may.
  const { buffer } = Uint8Array.from(delta);
  const view = new DataView(buffer);
  for (let at = 0; at < buffer.byteLength; at += view.getUint32(at + 4, true)) {
    const kind = view.getUint32(at, true);
    if (kind === kinds.rows) changes.rows.push(decodeDay(view, at));
    else if (kind === kinds.claims) changes.claims.push(...decodeClaims(view, at));
    else if (kind === kinds.traits) changes.traits.push(...decodeTraits(view, at));
    else throw new Error(`a delta of the columns has a block of an unknown kind: ${kind}`);
  }
  return changes;
};

type Numbers<Column> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, at: number, length: number): Column;
};

/** Takes columns one after the other from a block. */
const columnTaker = (view: DataView<ArrayBuffer>, begin: number) => {
  let at = begin;
  return <Column>(Type: Numbers<Column>, length: number): Column => {
    const column = new Type(view.buffer, at, length);
    at += aligned(length * Type.BYTES_PER_ELEMENT);
    return column;
  };
};

const decodeDay = (view: DataView<ArrayBuffer>, begin: number): DayChange => {
  const [day, n] = [view.getInt32(begin + 8, true), view.getUint32(begin + 12, true)];
  const [gone, more] = [view.getUint32(begin + headerBytes, true), view.getUint32(begin + headerBytes + 4, true)];
  const take = columnTaker(view, begin + rowsHeaderBytes);
  const rows: DayRows = {
    ...roomFor(
      0,
      0,
      widthsBy(() => 0),
    ),
    n,
    at: take(Uint32Array<ArrayBuffer>, n),
    high: take(Uint32Array<ArrayBuffer>, n),
    low: take(Uint32Array<ArrayBuffer>, n),
    subject: take(Int32Array<ArrayBuffer>, n),
    step: take(Uint16Array<ArrayBuffer>, n),
    score: take(Int8Array<ArrayBuffer>, n),
    moreOf: take(Uint32Array<ArrayBuffer>, more),
    moreScore: take(Int8Array<ArrayBuffer>, more),
  };
  const names = {
    at: take(Uint32Array<ArrayBuffer>, gone),
    high: take(Uint32Array<ArrayBuffer>, gone),
    low: take(Uint32Array<ArrayBuffer>, gone),
  };
  for (const [at, label] of rowLabels.entries())
    takeLabel(rows, label, view.getUint8(begin + headerBytes + 8 + at), take);
  return { day, rows, gone: { n: gone, ...names } };
};

const takeLabel = (rows: DayRows, label: Label, width: number, take: ReturnType<typeof columnTaker>): void => {
  if (width === 1) rows[label] = take(Uint8Array<ArrayBuffer>, rows.n);
  else if (width === 2) rows[label] = take(Uint16Array<ArrayBuffer>, rows.n);
  else if (width === 4) rows[label] = take(Uint32Array<ArrayBuffer>, rows.n);
};

const decodeClaims = (view: DataView<ArrayBuffer>, begin: number): ClaimChange[] => {
  const n = view.getUint32(begin + 8, true);
  const take = columnTaker(view, begin + headerBytes);
  const [subjects, customers] = [take(Int32Array<ArrayBuffer>, n), take(Int32Array<ArrayBuffer>, n)];
  return Array.from(subjects, (subject, at) => ({ subject, customer: customers[at] ?? 0 }));
};

const decodeTraits = (view: DataView<ArrayBuffer>, begin: number): TraitChange[] => {
  const [n, each] = [view.getUint32(begin + 8, true), view.getUint32(begin + 12, true)];
  const take = columnTaker(view, begin + headerBytes);
  const [customers, words] = [take(Int32Array<ArrayBuffer>, n), take(Uint32Array<ArrayBuffer>, n * each)];
  return Array.from(customers, (customer, at) => ({
    customer,
    words: [...words.subarray(at * each, (at + 1) * each)],
  }));
};
