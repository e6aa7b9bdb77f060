import { AcceptedInteraction, DecidedBy, EventId, Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import { interactionIn } from '../domain/dead-letter.ts';
import { explainReason } from '../domain/reason.ts';
import { QuarantineState } from '../store/quarantine.ts';
import type { QuarantineRow } from '../store/quarantine-rows.ts';
import { messageOf, obstacleIn } from './actions.ts';

/** A message that could not be processed, and what people did with it. */
export const QuarantineEntry = z.object({
  id: z.int(),
  state: QuarantineState,
  reason: z.string(),
  origin: z
    .object({ log: z.string(), topic: z.string(), partition: z.int(), offset: z.int(), group: z.string() })
    .describe(
      'Where the message lay, and who could not process it. What was refused at the door lay nowhere: its group is ingest.',
    ),
  source: z.string().optional(),
  interaction: z.string().optional().describe('The id of the interaction that it is about.'),
  arrivedAt: Timestamp,
  replayedAs: EventId.optional().describe('The id of the interaction that was put onto the log again.'),
  actions: z
    .array(
      z.object({
        action: z.enum(['read', 'fixed', 'replayed', 'discarded']),
        at: Timestamp,
        by: DecidedBy,
        note: z.string().optional(),
      }),
    )
    .describe('Who looked at its content or did something with it, when and why.'),
});

/** The same with its content, and what can be done. */
export const WholeEntry = QuarantineEntry.extend({
  meaning: z.string().describe('The reason in plain words.'),
  detail: z.string().optional().describe('What the reason is about in this one, in words.'),
  advice: z.string().describe('What can be done.'),
  obstacle: z.string().optional().describe('Why it cannot be replayed as it is.'),
  message: z
    .object({ key: z.string(), value: z.string().nullable(), headers: z.record(z.string(), z.string()) })
    .describe('As it lay in the log, or as it was posted, byte for byte; in base64 where a header says so.'),
  fixed: AcceptedInteraction.optional().describe('What takes its place when it is replayed.'),
});

type WholeEntry = z.infer<typeof WholeEntry>;

/** A message as the list shows it. */
export const entryOf = ({
  log,
  group,
  topic,
  partition,
  position,
  source,
  interaction,
  ...row
}: QuarantineRow): z.infer<typeof QuarantineEntry> => ({
  id: row.id,
  state: row.state,
  reason: row.reason,
  origin: { log, topic, partition, offset: position, group },
  ...(source !== null && { source }),
  ...(interaction !== null && { interaction }),
  arrivedAt: row.arrivedAt.toISOString(),
  ...(row.replayedAs !== null && { replayedAs: row.replayedAs }),
  actions: row.actions,
});

/** A message as it is shown by itself. */
export const wholeOf = (row: QuarantineRow): WholeEntry => {
  const obstacle = row.state === 'waiting' ? obstacleIn(row) : undefined;
  const fixed = interactionIn(row.fixed);
  const message = messageOf(row);
  const { hilo_detail: detail } = message.headers;
  return {
    ...entryOf(row),
    ...explainReason(row.reason),
    ...(obstacle !== undefined && { obstacle }),
    ...(detail !== undefined && { detail }),
    message,
    ...(fixed && { fixed }),
  };
};
