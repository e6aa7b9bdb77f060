import { bounceClass } from '../bounce-class.ts';
import type { HandOver } from './transport.ts';

/** What a mail server said of a message that it has not taken, as nodemailer tells it; `responseCode` is absent where it said nothing. */
export type SmtpFailure = {
  message: string;
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
};

const atRecipient = 'RCPT TO';
const ofMessage = ['MAIL FROM', atRecipient, 'DATA'];

/**
 * Whether a message that a server has not taken may be given to it again. Without an answer only that is sure which was never written: once
 * its first byte was asked for, nobody knows. nodemailer's own codes cannot tell a server that is silent from the first word on from one
 * that is silent after the last.
 */
export const smtpAnswer = (failure: SmtpFailure, isWritten: boolean): HandOver => {
  const { responseCode, response, message, command } = failure;
  const detail = (response ?? message).slice(0, 500);
  if (responseCode === undefined) return { state: isWritten ? 'unknown' : 'not-taken', detail };
  if (responseCode < 500) return { state: 'deferred', detail };
  // Refused before there was talk of any message: that is the installation's affair, and no word about this one.
  if (!ofMessage.includes(command ?? '')) return { state: 'not-taken', detail };
  const isNoAddress = command === atRecipient && isNobodyThere(responseCode, response);
  return { state: 'refused', reason: isNoAddress ? 'no-such-address' : 'not-accepted', detail };
};

/** The same words as in a bounce that comes back later. */
const isNobodyThere = (code: number, text = ''): boolean =>
  bounceClass({ code, text, status: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] }) === 'hard';
