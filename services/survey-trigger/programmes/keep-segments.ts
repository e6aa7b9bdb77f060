import { SegmentDefinition } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { type Handled, parseRecords, type Transaction } from '@hilo/runtime';
import { type KeptSegment, keepSegment } from '../store/segment-definitions.ts';

/** Keeps the segments as analytics defines them; the latest version of each counts, whatever is heard of later. */
export const keepSegments = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(
    SegmentDefinition,
    records.filter(({ value }) => value !== null),
  );
  const removed = records.flatMap(({ key, value, headers }): KeptSegment[] =>
    value === null ? [{ name: key, version: Number(headers.hilo_version ?? 1), condition: undefined }] : [],
  );
  for (const one of [...parsed.map(({ message }) => message), ...removed]) await keepSegment(tx, one);
  return { deadLetters };
};
