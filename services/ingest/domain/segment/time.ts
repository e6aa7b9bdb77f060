import { readTime } from '@hilo/contracts';

/** The time in a field of a call. A text that names no offset is UTC, as for Segment; an empty one is none. */
export const timeIn = (text: string | null | undefined): number | undefined => {
  if (text === undefined || text === null || text === '') return undefined;
  const reading = readTime(text, 'UTC');
  return 'at' in reading ? reading.at : undefined;
};

/**
 * When it happened by our clock: `receivedAt − (sentAt − timestamp)`, since what the client's clock is wrong by is in both
 * of its times. Without `sentAt` its clock is believed; without `timestamp` it happened now. Source: Segment's
 * specification, "Timestamps".
 */
export const correctedInstant = (
  { timestamp, sentAt }: { timestamp: number | undefined; sentAt: number | undefined },
  receivedAt: number,
): number => {
  if (timestamp === undefined) return receivedAt;
  return sentAt === undefined ? timestamp : receivedAt - (sentAt - timestamp);
};
