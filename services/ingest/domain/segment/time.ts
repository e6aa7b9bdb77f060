import { Timestamp } from '@hilo/contracts';

const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Milliseconds since the epoch of a time as ISO 8601 writes it; where it names no offset it is UTC, as for Segment. */
export const instantOf = (text: string): number | undefined => {
  const [, date, minutes = '00:00', seconds = ':00', offset = 'Z'] = shape.exec(text) ?? [];
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
  const written = `${date}T${minutes}${seconds}${zone}`;
  return Timestamp.safeParse(written).success ? Date.parse(written) : undefined;
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
