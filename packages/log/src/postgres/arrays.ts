/** The object id of `text` in every Postgres. */
const textOid = 25;
const headerBytes = 20;
const lengthBytes = 4;

/**
 * A parameter of the type `text[]`, in Postgres's binary format (`array_send` and `array_recv` of its source). The driver's
 * own literal quotes every character, which Postgres then has to undo: for a thousand messages that is most of the work.
 */
export const texts = (values: readonly (string | null)[]): Buffer => {
  let size = headerBytes;
  for (const value of values) size += lengthBytes + (value === null ? 0 : Buffer.byteLength(value));
  const buffer = Buffer.allocUnsafe(size);
  // One dimension, that may hold nulls, of texts, this long, counted from 1; an empty array has no dimension.
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(textOid, 8);
  if (values.length === 0) return buffer.subarray(0, 12);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = headerBytes;
  for (const value of values) {
    const written = value === null ? -1 : buffer.write(value, at + lengthBytes);
    buffer.writeInt32BE(written, at);
    at += lengthBytes + Math.max(0, written);
  }
  return buffer;
};

/** A parameter of an array of what needs no quotes: UUIDs, numbers and booleans. */
export const bare = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join()}}`;
