import { fieldsOf, type ParsedMail } from './parsed-mail.ts';

/** What became of a mail for one recipient, as a server tells it (RFC 3464). */
export type DeliveryStatus = {
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** To whom it was sent first, and last; in small letters. */
  recipients: string[];
  /** As RFC 3463 writes it: 5.1.1. */
  status: string | undefined;
  diagnostic: string | undefined;
};

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const code = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/** What the mail says of deliveries; nothing, where it is no such report. */
export const deliveryStatusesIn = (mail: ParsedMail): DeliveryStatus[] | undefined => {
  const report = mail.parts.find(({ type }) => type === 'message/delivery-status');
  if (report !== undefined) return report.content.split(/\r?\n\s*\r?\n/).flatMap((block) => statusOf(block) ?? []);
  return isOldBounce(mail) ? [inWords(mail)] : undefined;
};

const statusOf = (block: string): DeliveryStatus | undefined => {
  const fields = fieldsOf(block);
  const said = fields.get('action')?.toLowerCase();
  const action = actions.find((one) => said?.startsWith(one));
  if (action === undefined) return undefined;
  const recipients = ['original-recipient', 'final-recipient'].flatMap((name) => fields.get(name) ?? []);
  return {
    action,
    recipients: recipients.map((text) =>
      text
        .replace(/^[^;]*;\s*/, '')
        .replaceAll(/[<>\s]/g, '')
        .toLowerCase(),
    ),
    status: code.exec(fields.get('status') ?? '')?.[1],
    diagnostic: fields.get('diagnostic-code'),
  };
};

const daemons = /^(?:mailer-daemon|postmaster)@/i;
const titles =
  /\b(?:failure notice|undeliver\w*|returned mail|delivery (?:status notification|failure|has failed)|mail delivery failed)\b/i;

/** Servers that know no such reports write to people, from nobody, under a title that says it. */
const isOldBounce = ({ from, subject }: ParsedMail): boolean =>
  (from === '' || daemons.test(from)) && titles.test(subject);

const inWords = ({ text }: ParsedMail): DeliveryStatus => ({
  action: /\b(?:delayed|will (?:be retried|retry|keep trying)|has not yet been delivered)\b/i.test(text)
    ? 'delayed'
    : 'failed',
  recipients: [],
  status: code.exec(text)?.[1],
  diagnostic: undefined,
});

/**
 * The one that is about this address. Whoever forwards it reports for addresses that are not ours: then it has failed if it failed for all,
 * and nobody guesses for which of several.
 */
export const statusFor = (statuses: readonly DeliveryStatus[], address: string): DeliveryStatus | undefined => {
  const own = statuses.find(({ recipients }) => recipients.includes(address.toLowerCase()));
  if (own !== undefined) return own;
  return statuses.find(({ action }) => action !== 'failed') ?? statuses[0];
};
