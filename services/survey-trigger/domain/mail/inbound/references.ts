import { domainOf, tagOf, tokenOfTag } from '../addresses.ts';
import { ownHeader } from '../mail-headers.ts';
import { fieldsOf, type ParsedMail, valuesOf } from './parsed-mail.ts';

/** The addresses of ours by which a mail is known as an answer to one of ours. */
export type OwnAddresses = { from: string; bounces?: string | undefined; unsubscribe?: string | undefined };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Which messages of ours it may be about, the surest first: the address that one alone had, the headers of what is sent back, what it says to
 * answer. Nothing else is taken for a sign, such as to whom something could not be delivered.
 */
export const messagesNamedIn = (mail: ParsedMail, own: OwnAddresses): string[] => {
  const { bounces } = own;
  const byAddress = bounces === undefined ? [] : mail.to.flatMap((address) => tagOf(address, bounces) ?? []);
  const returned = mail.parts
    .filter(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers' || type === 'message/global')
    .map(({ content }) => fieldsOf(content.split(/\r?\n\r?\n/)[0] ?? ''));
  const byHeader = returned.flatMap((fields) => [
    ...(fields.get(ownHeader.toLowerCase())?.toLowerCase() ?? '').split(/\s+/),
    ...idsIn(fields.get('message-id') ?? '', own),
  ]);
  const answered = [...valuesOf(mail, 'in-reply-to'), ...valuesOf(mail, 'references').map(lastFirst)];
  const quoted = mail.text.match(/^[>\s]*message-id:\s*<[^>\n]*>/gim) ?? [];
  const named = [
    ...byAddress,
    ...byHeader,
    ...answered.flatMap((text) => idsIn(text, own)),
    ...quoted.flatMap((line) => idsIn(line, own)),
  ];
  return [...new Set(named.filter((id) => uuid.test(id)))];
};

/** Of a conversation, the last is answered. */
const lastFirst = (text: string): string => text.split(/\s+/).toReversed().join(' ');

/** Message-IDs that we gave: those of another domain are others', whatever they look like. */
const idsIn = (text: string, { from }: OwnAddresses): string[] =>
  [...text.toLowerCase().matchAll(/<([^<>@\s]+)@([^<>@\s]+)>/g)].flatMap(([, id = '', domain]) =>
    domain === domainOf(from) ? [id] : [],
  );

/** The link by which somebody unsubscribes, if that is what she wrote to. */
export const unsubscribingToken = ({ to }: ParsedMail, { unsubscribe }: OwnAddresses): string | undefined =>
  unsubscribe === undefined
    ? undefined
    : to.flatMap((address) => tokenOfTag(tagOf(address, unsubscribe) ?? '') ?? [])[0];
