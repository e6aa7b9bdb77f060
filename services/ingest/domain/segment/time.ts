import { readTime } from '@hilo/contracts';

/** The time in a field of a call. A text that names no offset is UTC, as for Segment; an empty one is none. */
export const timeIn = (text: string | null | undefined): number | undefined => {
  if (text === undefined || text === null || text === '') return undefined;
  const reading = readTime(text, 'UTC');
  return 'at' in reading ? reading.at : undefined;
};

/** When a client says that it happened, and when it sent it, as far as it says so. */
export type ClientTimes = { timestamp: number | undefined; sentAt: number | undefined };

/** Whether the corrected instant depends on when it was sent and received, and so is another at each attempt. */
export const isDerived = ({ timestamp, sentAt }: ClientTimes): boolean =>
  timestamp === undefined || sentAt !== undefined;

/**
 * When it happened by our clock: `receivedAt − (sentAt − timestamp)`, since what the client's clock is wrong by is in both
 * of its times. Without `sentAt` its clock is believed; without `timestamp` it happened now. Source: Segment's
 * specification, "Timestamps".
 */
export const correctedInstant = ({ timestamp, sentAt }: ClientTimes, receivedAt: number): number => {
  if (timestamp === undefined) return receivedAt;
  return sentAt === undefined ? timestamp : receivedAt - (sentAt - timestamp);
};
