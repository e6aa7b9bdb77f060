import { type DeliveryStatus, deliveryStatusesIn } from './delivery-status.ts';
import { fieldsOf, type ParsedMail, valuesOf } from './parsed-mail.ts';
import { type OwnAddresses, unsubscribingToken } from './references.ts';

/** What a mail is that came back, whatever it is about. */
export type InboundKind =
  | { kind: 'unsubscribe'; token: string }
  | { kind: 'complaint' }
  | { kind: 'delivery-report'; statuses: readonly DeliveryStatus[] }
  /** Out of office, a read receipt, a list: nobody has read it, and nobody says anything. */
  | { kind: 'automatic' }
  | { kind: 'reply' };

/** The order is the policy: a report is no reply, though it may hold words that would be a refusal. */
export const kindOfMail = (mail: ParsedMail, own: OwnAddresses): InboundKind => {
  const token = unsubscribingToken(mail, own);
  if (token !== undefined) return { kind: 'unsubscribe', token };
  const feedback = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (feedback !== undefined) return isComplaint(feedback.content) ? { kind: 'complaint' } : { kind: 'automatic' };
  const statuses = deliveryStatusesIn(mail);
  if (statuses !== undefined) return { kind: 'delivery-report', statuses };
  return isAutomatic(mail) ? { kind: 'automatic' } : { kind: 'reply' };
};

/** RFC 5965; `not-spam` takes it back, and others are about the server. */
const isComplaint = (report: string): boolean =>
  ['abuse', 'fraud', 'opt-out', 'opt-out-list'].includes(fieldsOf(report).get('feedback-type')?.toLowerCase() ?? '');

const automaticHeaders = ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'list-id', 'x-mailer-autoreply'];
const automaticTitles =
  /^(?:out of (?:the )?office|auto(?:matic)?[ -]?repl(?:y|ies)|autom[aá]tica? |respuesta autom[aá]tica|abwesenheits|r[eé]ponse automatique|risposta automatica|resposta autom[aá]tica|read:|le[ií]do:)/i;

/** As RFC 3834 has it, and as programs do that are older. */
const isAutomatic = (mail: ParsedMail): boolean => {
  const submitted = valuesOf(mail, 'auto-submitted')[0]?.toLowerCase().trim();
  if (submitted !== undefined && !submitted.startsWith('no')) return true;
  if (automaticHeaders.some((name) => valuesOf(mail, name).length > 0)) return true;
  if (/^(?:auto_reply|bulk|junk|list)\b/i.test(valuesOf(mail, 'precedence')[0] ?? '')) return true;
  return (
    mail.parts.some(({ type }) => type === 'message/disposition-notification') || automaticTitles.test(mail.subject)
  );
};
