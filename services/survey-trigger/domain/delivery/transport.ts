import type { OutgoingMessage } from './message.ts';

/**
 * What came of handing a message over. `not-taken`: surely nobody has it, and it may be tried again. `deferred`: whoever carries it says
 * that it may be tried later. `unknown`: it may have been taken, so that it is never repeated blindly; `mayRepeat`: whoever takes it twice under
 * one id has it once.
 */
export type HandOver =
  | { state: 'accepted'; providerId?: string | undefined; detail?: string | undefined }
  | { state: 'refused'; reason: HandOverRefusal; detail: string }
  | { state: 'deferred'; retryAfterMs?: number | undefined; detail: string }
  | { state: 'not-taken'; detail: string }
  | { state: 'unknown'; detail: string; mayRepeat?: boolean };

/**
 * `no-such-address`: for good. `opted-out`: the provider says that the person has said no. `outside-24-hours`: of WhatsApp, only
 * a template would be taken now. `not-accepted`: this message is not taken.
 */
export type HandOverRefusal = 'no-such-address' | 'opted-out' | 'outside-24-hours' | 'not-accepted';

/** A message that is ready: nothing of it has left. */
export type Ready = {
  send(signal: AbortSignal): Promise<HandOver>;
  /** It is not sent after all. */
  release(): void;
};

/** A message as it will be sent. It can be made ready, or it is known already what comes of it. */
export type WrittenMessage = { prepare(signal: AbortSignal): Promise<Ready | HandOver> };

/** Carries messages to people: a mail server, a provider. It answers within the time, or is `unknown`; it never throws. */
export type Transport = {
  /** Of several that fail, each breaks its own circuit: the host of the server, or the id of the endpoint. */
  destination: string;
  /** How many are handed over at the same time; without it, four, and sixteen together with all others that have none. */
  atOnce?: number;
  /** Whether some are written while others are under way: it takes a while to write one. */
  isWrittenAhead?: boolean;
  send(message: OutgoingMessage, signal: AbortSignal): Promise<HandOver>;
  /**
   * Does before anybody is locked what can be done before: writes it and signs it; then connects, as soon as there is room for one more.
   * Without it, all of that is done in `send`, while nothing can be written of the customer.
   */
  write?(message: OutgoingMessage): Promise<WrittenMessage>;
  close(): Promise<void>;
};
