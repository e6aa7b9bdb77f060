import { deadLetterTopic } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import type { z } from 'zod';
import type { Outgoing } from './outbox.ts';

/** A message that could not be processed, and why. */
export type DeadLetter = { record: LogRecord; reason: string };

/** The messages of a batch: those that the contract allows, and those that it does not. */
export const parseRecords = <Schema extends z.ZodType>(schema: Schema, records: readonly LogRecord[]) => {
  const parsed: { record: LogRecord; message: z.infer<Schema> }[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of records) {
    const result = schema.safeParse(jsonOf(record.value));
    if (result.success) parsed.push({ record, message: result.data });
    else deadLetters.push({ record, reason: `contract: ${result.error.issues[0]?.path.join('.') ?? ''}` });
  }
  return { parsed, deadLetters };
};

const jsonOf = (value: string | null): unknown => {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** The message for the dead-letter topic: as it was, with the reason, where it came from, and how often it was tried. */
export const deadLetterMessage = (
  { topic, partition }: Pick<Batch, 'topic' | 'partition'>,
  group: string,
  { record, reason }: DeadLetter,
): Outgoing => ({
  topic: deadLetterTopic(topic, group),
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    hilo_reason: reason,
    hilo_origin: `${topic}/${partition}/${record.offset}`,
  },
});
