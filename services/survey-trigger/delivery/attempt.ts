import { nameOfError, type Resources } from '@hilo/runtime';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import { type MessageOutcome, outcomeOf } from '../domain/delivery/outcome.ts';
import type { HandOver, Ready, Transport, WrittenMessage } from '../domain/delivery/transport.ts';
import type { Programme } from '../domain/programme.ts';
import { templateIdOf } from '../domain/templates/as-programme.ts';
import { releaseAttempt } from '../store/messages.ts';
import { type HandedOver, type openHandingOver, sendMs, type ToHandOver, UnreadableRecord } from './hand-over.ts';
import type { OutcomeWriting } from './outcome-writing.ts';
import { type LinkedMessage, outgoingOf, toldIn, type Versions } from './outgoing.ts';
import type { Slots } from './slots.ts';

export type Attempting = Pick<Resources, 'pool' | 'logger' | 'now'> & {
  versions: Versions;
  writing: OutcomeWriting;
  transport: Transport;
  /** Of which each message has one from when it is made ready until it is answered. */
  slots: Slots;
  /** Whether there is still room for it, though others have failed since it was claimed. */
  mayLeave(): boolean;
  handOver: ReturnType<typeof openHandingOver>;
};

const retryMs = 60_000;

/**
 * Makes one attempt that was claimed: write the message → hand it over. It never fails: what went wrong is in the row, or comes to be by the
 * lease.
 */
export const attempt = async (
  attempting: Attempting,
  linked: LinkedMessage,
  onLeft: ToHandOver['onLeft'],
): Promise<HandedOver | undefined> => {
  const { pool, logger, now } = attempting;
  const { id, attempts } = linked.message;
  try {
    return await attemptOnce(attempting, linked, onLeft);
  } catch (error) {
    const reason = error instanceof UnreadableRecord ? error.message : `failed: ${nameOfError(error)}`;
    logger.warn({ err: error, message: id }, 'a message could not be handed over, and waits');
    // Nothing of it has left, or what came of that would be known.
    await releaseAttempt(pool, id, { attempts, at: now() + retryMs, unreadable: reason }).catch(() => {});
    return undefined;
  }
};

const attemptOnce = async (
  { pool, versions, writing, transport, slots, mayLeave, handOver, now }: Attempting,
  linked: LinkedMessage,
  onLeft: ToHandOver['onLeft'],
): Promise<HandedOver | undefined> => {
  const { message } = linked;
  const programme = await versions.find(message.programme, message.programmeVersion);
  if (programme === undefined) throw new UnreadableRecord('programme: the version cannot be read');
  const told = toldIn(message, programme);
  if (told !== undefined && 'missing' in told) {
    // Of whom nothing is known at this moment, there may be everything in a minute.
    if (message.known === null) throw new UnreadableRecord('record: is not known at this moment');
    const outcome = incomplete(programme, told.missing);
    const isOpen = await writing.write({ message, programme, outcome, profile: undefined, hasLeft: false });
    return { message, outcome: isOpen ? outcome : undefined, answer: undefined };
  }
  const written = await writtenBy(transport, outgoingOf(linked, programme, told));
  await slots.take(1);
  const left: typeof onLeft = (answer) => {
    slots.give(1);
    onLeft(answer);
  };
  if (!mayLeave()) {
    left(undefined);
    await releaseAttempt(pool, message.id, { attempts: message.attempts, at: now() });
    return undefined;
  }
  const ready = await preparedIn(written).catch((error: unknown) => {
    left(undefined);
    throw error;
  });
  if ('send' in ready) return handOver({ message, programme, ready, onLeft: left });
  // Nothing was handed over, since whoever carries it was not there: that is known without asking anybody.
  left(ready.state);
  const outcome = outcomeOf(ready, message, now());
  const isOpen = await writing.write({ message, programme, outcome, profile: undefined, hasLeft: false });
  return { message, outcome: isOpen ? outcome : undefined, answer: ready.state };
};

/** What was known when it was decided is not any more. */
const incomplete = ({ id }: Programme, missing: readonly string[]): MessageOutcome => ({
  state: 'cancelled',
  reason: 'template-incomplete',
  reasons: missing.map((one) => ({ reason: 'template-incomplete', rule: `${templateIdOf(id)}.${one}` })),
});

const writtenBy = async (transport: Transport, message: OutgoingMessage): Promise<WrittenMessage> =>
  transport.write?.(message) ?? {
    prepare: async () => ({ send: (signal) => transport.send(message, signal), release: () => {} }),
  };

const preparedIn = ({ prepare }: WrittenMessage): Promise<Ready | HandOver> => {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), sendMs);
  return prepare(over.signal).finally(() => clearTimeout(timer));
};
