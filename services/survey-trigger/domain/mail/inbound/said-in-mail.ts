import type { Identifier } from '@hilo/contracts';
import { type BounceClass, bounceClass } from '../../bounce-class.ts';
import type { Objection } from '../../objection.ts';
import { ownWords } from '../../refusal-words/own-words.ts';
import { refusalInText } from '../../refusal-words/refusal-in-text.ts';
import { type DeliveryStatus, statusFor } from './delivery-status.ts';
import type { InboundKind } from './kind.ts';
import type { LearntOfMessage } from './message-after.ts';
import type { ParsedMail } from './parsed-mail.ts';

/** What a mail says of a message of ours, and of whom that was for. */
export type SaidInMail = {
  learnt: LearntOfMessage | undefined;
  /** Why it came back. */
  bounce?: { class: BounceClass; reason: string };
  /** As RFC 3463 writes it. */
  status?: string | undefined;
  /** For the log of the message. */
  report: { by: 'bounce' | 'reply'; status: string; detail: Readonly<Record<string, string>> };
  objection?: Objection;
  /** What she wrote and is no refusal, for the thread. */
  reply?: string;
};

type About = { id: string; invitation: string; contactPoint: Identifier };

/** The last is one of a person, or of a machine that speaks for one: whoever answers has the message. */
export const saidInMail = (mail: ParsedMail, found: InboundKind, message: About, at: number): SaidInMail => {
  const objection = { invitation: message.invitation, message: message.id, channel: 'email', at } as const;
  const heard = (status: string): SaidInMail => ({
    learnt: 'taken',
    report: { by: 'reply', status: `${status}/${mail.id}`, detail: {} },
  });
  switch (found.kind) {
    case 'unsubscribe':
      return {
        ...heard('unsubscribe'),
        objection: { ...objection, brake: 'refusal', proof: 'mail to the address in List-Unsubscribe' },
      };
    case 'complaint':
      return {
        ...heard('complaint'),
        objection: { ...objection, brake: 'objection', proof: 'complaint to the mail provider (RFC 5965)' },
      };
    case 'delivery-report':
      return ofDelivery(mail, statusFor(found.statuses, message.contactPoint.value), objection);
    case 'automatic':
      return heard('automatic');
    case 'reply':
      return { ...heard('reply'), ...ofReply(mail, message.contactPoint, objection) };
  }
};

type Objecting = Omit<Objection, 'brake' | 'proof'>;

const ofDelivery = (mail: ParsedMail, status: DeliveryStatus | undefined, objection: Objecting): SaidInMail => {
  const { action = 'relayed', status: code, diagnostic } = status ?? {};
  const detail = { ...(code && { status: code }), ...(diagnostic && { diagnostic: withoutAddresses(diagnostic) }) };
  const report = { by: 'bounce' as const, status: `${action}/${mail.id}`, detail };
  if (action === 'delivered') return { learnt: 'arrived', status: code, report };
  // A server on the way has it, and says that it goes on trying, or that another has it now.
  if (status === undefined || action !== 'failed') return { learnt: 'taken', status: code, report };
  const kind = bounceClass({ status: code, code: smtpCodeIn(diagnostic), text: diagnostic });
  const bounce = { class: kind, reason: reasons[kind] };
  const bounced = {
    learnt: 'failed',
    status: code,
    bounce,
    report: { ...report, detail: { ...detail, class: kind } },
  } as const;
  if (kind !== 'hard') return bounced;
  const proof = ['delivery report', code, detail.diagnostic].filter((one) => one !== undefined).join(': ');
  return { ...bounced, objection: { ...objection, brake: 'hard-bounce', proof, id: `${objection.message}/bounced` } };
};

/** As the state of the message says it. */
const reasons = { hard: 'hard-bounce', soft: 'soft-bounce', block: 'blocked', policy: 'not-accepted' } as const;

/** `smtp; 550 5.1.1 …` */
const smtpCodeIn = (diagnostic = ''): number | undefined => {
  const code = /(?:^|[;\s])([45]\d\d)\b/.exec(diagnostic)?.[1];
  return code === undefined ? undefined : Number(code);
};

const withoutAddresses = (text: string): string => text.replaceAll(/<?[^\s<>]+@[^\s<>]+>?/g, '<…>').slice(0, 500);

const mostCharacters = 4000;

/** Whoever else it was forwarded to may refuse for her, but what he writes are not her words. */
const ofReply = (
  mail: ParsedMail,
  contactPoint: Identifier,
  objection: Objecting,
): Pick<SaidInMail, 'objection' | 'reply'> => {
  const isHers = mail.from.toLowerCase() === contactPoint.value.toLowerCase();
  const own = ownWords(mail.text).slice(0, mostCharacters);
  const { isRefusal, words } = refusalInText(
    own === '' ? mail.subject.replace(/^(?:\s*\p{L}{2,3}:\s*)+/u, '') : mail.text,
  );
  if (isRefusal)
    return {
      objection: {
        ...objection,
        brake: 'refusal',
        proof: `wrote: ${words.join(', ')}`,
        id: mail.id,
        ...(isHers && own !== '' && { text: own }),
      },
    };
  return isHers && own !== '' ? { reply: own } : {};
};
