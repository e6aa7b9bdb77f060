import { type DeadLetterHeaders, deadLetterTopic } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import type { z } from 'zod';
import { checkOf } from './contract.ts';
import type { Outgoing } from './outbox.ts';

/** A message that could not be processed, and why. */
export type DeadLetter = {
  record: LogRecord;
  reason: string;
  /** What is special of this message, in words, where the reason does not say it all. */
  detail?: string;
};

/** The messages of a batch: those that the contract allows, and those that it does not. */
export const parseRecords = <Schema extends z.ZodType>(schema: Schema, records: readonly LogRecord[]) => {
  const isAllowed = checkOf(schema);
  const parsed: { record: LogRecord; message: z.infer<Schema> }[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of records) {
    const message = jsonOf(record.value);
    if (isAllowed(message)) parsed.push({ record, message });
    else deadLetters.push({ record, reason: `contract: ${firstWrongIn(schema, message)}` });
  }
  return { parsed, deadLetters };
};

const firstWrongIn = (schema: z.ZodType, message: unknown): string =>
  pathTo(schema.safeParse(message).error?.issues[0]).join('.');

/** Of a union, by the words that are known. */
const pathTo = (issue: z.core.$ZodIssue | undefined): PropertyKey[] => [
  ...(issue?.path ?? []),
  ...(issue?.code === 'invalid_union' && issue.errors[0]?.[0] ? pathTo(issue.errors[0][0]) : []),
];

const jsonOf = (value: string | null): unknown => {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** The message for the dead-letter topic: as it was, with the reason, where it came from, and how often it was tried. */
export const deadLetterMessage = (
  { topic, origin, group }: { topic: string; origin: Pick<Batch, 'topic' | 'partition'>; group: string },
  { record, reason, detail }: DeadLetter,
): Outgoing => ({
  topic: deadLetterTopic(topic, group),
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    hilo_reason: reason,
    ...(detail !== undefined && { hilo_detail: detail }),
    hilo_origin: `${origin.topic}/${origin.partition}/${record.offset}`,
  } satisfies DeadLetterHeaders,
});
