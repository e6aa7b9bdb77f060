import type { ContactReason } from '@hilo/contracts';
import type { Disposition } from './disposition.ts';
import type { WhatIsNext } from './what-is-next.ts';

const standing: Readonly<Record<Disposition, string>> = {
  registered: 'Hilo has sent nothing of it, and nobody has opened it.',
  queued: 'Nothing has arrived so far as is known, and nobody has answered.',
  contacted: 'The customer was reached, and has answered nothing yet.',
  started: 'The customer has begun to answer.',
  'interim-partial': 'The customer has answered the first question, and not all.',
  partial: 'The customer answered the first question, and not all.',
  completed: 'The customer has answered everything.',
  failed: 'Nothing arrived.',
  unresponsive: 'The customer was reached, and answered nothing.',
  refused: 'The customer said no.',
  breakoff: 'The customer began to answer, and broke off.',
  ineligible: 'The customer is not among those who are asked.',
  rejected: 'The customer was screened out by a quota that is full.',
};

/** The same of what was told, which nobody has to answer. */
const standingOfTold: Partial<typeof standing> = {
  registered: 'Nothing of it has left.',
  queued: 'It has not arrived so far as is known.',
  contacted: 'The customer was told.',
  unresponsive: 'The customer was told.',
};

/** Why nothing is sent any more, where it is not the governor who says so. */
const endings: ReadonlyMap<string, string> = new Map([
  ['answered', 'there is an answer, which is enough on every channel'],
  ['screened-out', 'what was answered leads to no further question'],
  ['refused', 'the customer does not want to be asked'],
  ['objected', 'the customer objects to being contacted'],
  ['wrong-person', 'it reached somebody else'],
  ['interaction-withdrawn', 'what it asks about counts for nobody any more'],
  ['too-late', 'the deadline is over'],
  ['unknown', 'nobody knows whether the last message was taken, and another might double it'],
  ['exhausted', 'the programme has no further reminder, and no further channel that leads to the customer'],
  ['deadline-first', 'whatever would be next would come after the deadline'],
  ['not-sent-by-hilo', 'others deliver it, or the customer opened it without a message'],
]);

const because: ReadonlyMap<string, string> = new Map([
  ['no-answer', 'if there is no answer until then'],
  ['unknown', 'since nobody knows whether the last message was taken'],
]);

/** How an invitation stands, and what comes next, in a few sentences. */
export const explained = (
  disposition: Disposition | undefined,
  next: WhatIsNext,
  { state, isTold = false }: { state: 'pending' | 'invited' | 'withheld'; isTold?: boolean },
): string => {
  if (state === 'withheld') return `Nobody was ${isTold ? 'told' : 'asked'}: ${listed(next)}.`;
  if (state === 'pending') return `${heard(next)}${waitsFor(next)}`;
  const stands = disposition && ((isTold && standingOfTold[disposition]) || standing[disposition]);
  const comes = isTold && next.step === 'nothing' && next.reasons === undefined ? '' : heard(next);
  return [stands, `${comes}${waitsFor(next)}`].filter((one) => one !== undefined && one !== '').join(' ');
};

const heard = (next: WhatIsNext): string => {
  const { step, channels = [], reason = '' } = next;
  const when = next.at === undefined ? '' : ` at ${new Date(next.at).toISOString()}`;
  const where = channels.join(', or else by ');
  if (step === 'decision') return `It is decided${when}, at the earliest.`;
  if (step === 'message') return `The message by ${where} leaves${when}, at the earliest.`;
  const since = because.get(reason) ?? `since the last message did not arrive (${reason})`;
  if (step === 'reminder') return `A reminder by ${where} follows${when}, ${since}.`;
  if (step === 'fallback') return `The customer is asked by ${where}${when}, ${since}.`;
  return `Nothing more is sent: ${next.reasons ? listed(next) : (endings.get(reason) ?? reason)}.`;
};

const waitsFor = ({ step, reasons }: WhatIsNext): string =>
  step === 'nothing' || reasons === undefined ? '' : ` It waits: ${named(reasons)}.`;

const listed = ({ reason = '', reasons }: WhatIsNext): string => (reasons ? named(reasons) : reason);

const named = (reasons: readonly ContactReason[]): string =>
  reasons.map(({ reason, rule }) => `${reason} (${rule})`).join(', ');
