import { domainToASCII } from 'node:url';
import { isPlaceholderAddress } from './placeholder-address.ts';
import { type IdentifierReading, readsNothing } from './reading.ts';
import { asShown, lowered, unquoted, withoutPictures } from './text.ts';

/**
 * The e-mail addresses in a value: of `Name <address>` and `mailto:` the address; several where there are several. Without
 * case, as every provider has it, and with the name of the domain as it travels (`xn--`).
 */
export const readEmails = (text: string): IdentifierReading => {
  const decoded = isPlain.test(text) ? text : withoutPictures(percentDecoded(asShown(text)));
  if (!decoded.includes('@') || hasCommaForDot.test(decoded)) return readsNothing('no-email-address');
  const parts = addressesIn(decoded);
  const addresses = parts.map(addressOf).filter((address) => address !== undefined);
  const living = addresses.filter((address) => !isPlaceholderAddress(address));
  if (living.length === 0) return readsNothing(addresses.length > 0 ? 'placeholder' : 'no-email-address');
  const values = [...new Set(living)];
  return living.length === parts.length ? { values } : { values, unused: 'partly-used' };
};

/** Whether that is two values or one with a slip, nobody can tell. */
const hasCommaForDot = /^[\w.+-]+,[\w.+-]+@[^,;]+$/;

const percentDecoded = (text: string): string =>
  (text.includes('@') ? text : text.replace(/%40/gi, '@')).replace(/^(?:%20)+|(?:%20)+$/g, '');

/** How nearly all of them come, with nothing around. */
const isPlain = /^[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)+$/;

/** What may be an address in it: between pointed brackets, or between separators. Names and words beside it are not. */
const addressesIn = (text: string): string[] => {
  if (isPlain.test(text)) return [text];
  const linked = text
    .replace(/\[[^[\]]*\]\((mailto:[^()]*)\)/gi, ' <$1> ')
    .replace(/<(mailto:[^<>|]*)\|[^<>]*>/gi, ' <$1> ')
    .replace(/^\[\s*"(.*@.*)"\s*\]$/s, (_, list: string) => list.replaceAll('"', ' '))
    .replace(/^[[{](.*@.*)[\]}]$/s, '$1');
  const bracketed = [...linked.matchAll(/<([^<>]*@[^<>]*)>/g)].map(([, inside = '']) => inside);
  // A name beside an address in brackets may be an address as well, mostly the same.
  const rest = linked
    .replace(/<[^<>]*@[^<>]*>|<br ?\/?>|\s\([^()@]*\)(?!\s?@)/gi, ';')
    .replace(/"[^"@]*"(?!@)/g, '')
    .replace(named, ';');
  const bare = rest
    .split(/[,;|\n]|:::|\s\/{1,2}\s|\s[-–—&+\\]{1,2}\s|\\(?=[^\\@]+@)/)
    .flatMap(spaced)
    .filter((part) => part.includes('@'));
  return [...bracketed, ...bare].map((part) => part.trim());
};

/** What an address is called, before it: `Eva:`, `correo electrónico:`, `e-mail`. */
const named =
  /(?:^|[\s;,<])(?:(?:\p{L}[\p{L}.-]*\s){0,2}\p{L}[\p{L}.-]*:\s+|e-?mail:?\s+|(?:xmpp|acct|mailto):)(?=[^\s;,]+@)/giu;

/** Two addresses with a space between are two, and one with a space beside its @ is one. */
const spaced = (part: string): string[] => {
  const joined = part.replace(/\s*@\s*/g, '@').trim();
  const words = joined.split(/\s+(?:(?:y|e|o|ó|or|and|und|oder|et|ou|bzw\.?|o bien|también)\s+)?|\/(?=[^/@]+@)/i);
  return words.length > 1 && words.every((word) => /[^\s@]@[^\s@]/.test(word)) ? words : [joined];
};

/** One address, or `undefined` if no mail system would take it. */
const addressOf = (part: string): string | undefined => {
  const bare = lowered(isPlain.test(part) ? part : withoutAround(part));
  const at = bare.lastIndexOf('@');
  if (at < 1) return undefined;
  const local = bare.slice(0, at);
  const domain = domainOf(bare.slice(at + 1));
  if (domain === undefined || !isLocalPart(local)) return undefined;
  const address = `${local}@${domain}`;
  return encoder.encode(address).length <= 254 ? address : undefined;
};

const encoder = new TextEncoder();

/** Without what stands around an address: quotes, brackets, marks, comments, labels, and what a `mailto:` asks for. */
const withoutAround = (part: string): string => {
  const inside = unquoted(part)
    .replace(/^"([^"\\\s@]+)"@/, '$1@')
    .replace(/\\@/, '@')
    .replace(/^\{(.*@.*)\}$/, '$1')
    .replace(/^(?:mailto|smtp|e-?mail|mail|correo|courriel|sip)\s*[:=]\s*(?:\/\/)?/i, '')
    .replace(/^\([^()@]*\)\s*|\s*\([^()@]*\)$/g, '')
    .replace(/\?(?:subject|body|cc|bcc)=.*$/i, '')
    .replace(/^[\s"'`´“”„«»‘’‚‹›<([,;:.*•=-]+|[\s"'`´“”„«»‘’‚‹›>)\],;:.!?*#/\\-]+$/g, '');
  return inside === part ? part : withoutAround(inside);
};

/** RFC 5321: a local part without quotes has no dot at its ends and no two together, and is of 64 bytes at most. */
const isLocalPart = (local: string): boolean =>
  /^[^\s@"(),:;<>[\]\\.\p{C}]+(?:\.[^\s@"(),:;<>[\]\\.\p{C}]+)*$/u.test(local) && encoder.encode(local).length <= 64;

/** As it travels, or `undefined` if there can be none of this name. */
const domainOf = (posted: string): string | undefined => {
  if (!/^[\p{L}\p{M}\p{N}.。．｡-]+$/u.test(posted)) return undefined;
  const domain = /^[a-z0-9.-]+$/.test(posted) ? posted : domainToASCII(posted);
  const labels = domain.split('.');
  const isName = labels.length > 1 && domain.length <= 253 && labels.every((label) => isLabel.test(label));
  return isName && /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/.test(labels.at(-1) ?? '') ? domain : undefined;
};

const isLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
