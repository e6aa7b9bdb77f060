import type { Interaction } from './interaction.ts';
import { logKeyOf } from './interaction-key.ts';
import type { Note } from './note.ts';

/** What whoever accepts an interaction knows of it, beside what was said. */
export type Stamp = {
  /** The id that it is given, where it has none of its own. */
  id?: string | undefined;
  source: string;
  /** In milliseconds since the epoch. */
  receivedAt: number;
  /** Whether nobody said when it happened, so that its time is another when it is sent again. */
  isTimeDerived?: boolean | undefined;
  /** What of it is not kept as it was posted. */
  notes?: readonly Note[] | undefined;
};

/** The accepted interaction as JSON: the text is not written again, the stamp stands in front of it. */
export const stamped = (text: string, { id, source, receivedAt, isTimeDerived = false, notes = [] }: Stamp): string => {
  const given = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  const more = `${isTimeDerived ? timeIsDerived : ''}${notes.length > 0 ? `"notes":${JSON.stringify(notes)},` : ''}`;
  return `{${given}${originOf(source, receivedAt)}${more}${text.slice(1)}`;
};

const timeIsDerived = '"derived":["occurredAt"],';

let lastOrigin = { source: '', receivedAt: Number.NaN, text: '' };

/** The same for a whole batch, so the last one is kept. */
const originOf = (source: string, receivedAt: number): string => {
  if (lastOrigin.receivedAt !== receivedAt || lastOrigin.source !== source) {
    const text = JSON.stringify({ source, receivedAt: new Date(receivedAt).toISOString() });
    lastOrigin = { source, receivedAt, text: `${text.slice(1, -1)},` };
  }
  return lastOrigin.text;
};

/** An accepted interaction as it goes onto the log, whoever writes it; `content` is the stamped text. */
export const interactionRecord = (
  {
    id,
    source,
    interaction,
    content,
  }: { id: string; source: string; interaction: Pick<Interaction, 'identifiers' | 'occurredAt'>; content: string },
  trace: Readonly<Record<string, string>> = {},
): { key: string; value: string; headers: Record<string, string> } => ({
  key: logKeyOf(interaction),
  value: content,
  headers: {
    ce_id: id,
    ce_source: source,
    ce_type: 'hilo.interaction',
    ce_time: interaction.occurredAt,
    ...trace,
  },
});
