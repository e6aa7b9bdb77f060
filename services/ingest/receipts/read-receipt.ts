import { Note, type Receipt, topics } from '@hilo/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import { messageOf } from '../quarantine/actions.ts';
import { findReceipt, type ReceiptRow, readSetAside, readSurveyDecisions, type SetAside } from '../store/receipts.ts';

/** What became of an interaction, as far as ingest was told; `undefined` where nothing is known of it. */
export const readReceipt = async (
  pool: Pool,
  { id, source }: { id: string; source: string },
): Promise<Receipt | undefined> => {
  const row = await findReceipt(pool, { id, source });
  const setAside = await readSetAside(pool, topics.interactions.name, { id, source });
  if (row === undefined && setAside.length === 0) return undefined;
  const surveys = row && !row.withdrawn ? await readSurveyDecisions(pool, { id, source }) : [];
  return {
    id,
    source,
    state: row ? (row.withdrawn ? 'withdrawn' : 'stored') : stateBefore(setAside, id),
    ...(row && { acceptedAt: row.receivedAt.toISOString(), storedAt: row.storedAt.toISOString() }),
    ...(row && !row.withdrawn && { attribution: attributionOf(row) }),
    ...(row?.notes && { notes: z.array(Note).parse(JSON.parse(row.notes)) }),
    surveys: surveys.map(({ id: invitation, reason, at, ...survey }) => ({
      invitation,
      ...survey,
      ...(reason !== null && { reason }),
      at: at.toISOString(),
    })),
    quarantine: setAside.map(({ replayedAs, message, at, ...one }) => ({
      ...one,
      ...detailIn(message),
      at: at.toISOString(),
      ...(replayedAs !== null && { replayedAs }),
      href: quarantineHref(one.id),
    })),
  };
};

/** What is special of this one, if whoever set it aside said so. */
const detailIn = (message: string | null): { detail?: string } => {
  const detail = message === null ? undefined : messageOf({ message }).headers.hilo_detail;
  return detail === undefined ? {} : { detail };
};

/** Where a message in the quarantine is. */
export const quarantineHref = (id: number): string => `/v1/quarantine/${id}`;

/** Of one that nobody has stored: what was put onto the log again under its id last is being decided. */
const stateBefore = (setAside: readonly SetAside[], id: string): Receipt['state'] =>
  setAside.at(-1)?.replayedAs === id ? 'accepted' : 'quarantined';

const attributionOf = ({ customer, subject, rule, version }: ReceiptRow): Receipt['attribution'] => ({
  ...(customer !== null && { customer }),
  subject,
  rule,
  version,
});
