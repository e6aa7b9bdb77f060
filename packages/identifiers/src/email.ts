import { domainToASCII } from 'node:url';
import { saysNothing } from './placeholder.ts';
import { nothing, type Reading } from './reading.ts';
import { isTemplate } from './template.ts';
import { folded, lowered, unquoted } from './text.ts';

/**
 * The e-mail addresses in a value: of `Name <address>` and `mailto:` the address; several where there are several. Without
 * case, as every provider has it, and with the name of the domain as it travels (`xn--`).
 */
export const readEmails = (text: string): Reading => {
  const decoded = text.includes('@') ? text : percentDecoded(text);
  if (!decoded.includes('@') || hasCommaForDot.test(decoded)) return nothing('no-email-address');
  const parts = addressesIn(decoded);
  const addresses = parts.map(addressOf).filter((address) => address !== undefined);
  const living = addresses.filter((address) => !isPlaceholderAddress(address));
  if (living.length === 0) return nothing(addresses.length > 0 ? 'placeholder' : 'no-email-address');
  const values = [...new Set(living)];
  return living.length === parts.length ? { values } : { values, unused: 'partly-used' };
};

/** Whether that is two values or one with a slip, nobody can tell. */
const hasCommaForDot = /^[\w.+-]+,[\w.+-]+@[^,;]+$/;

const percentDecoded = (text: string): string => text.replace(/%40/gi, '@');

/** How nearly all of them come, with nothing around. */
const isPlain = /^[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)+$/;

/** What may be an address in it: between pointed brackets, or between separators. Names and words beside it are not. */
const addressesIn = (text: string): string[] => {
  if (isPlain.test(text)) return [text];
  const bracketed = [...text.matchAll(/<([^<>]*@[^<>]*)>/g)].map(([, inside = '']) => inside);
  // A name beside an address in brackets may be an address as well, mostly the same.
  const rest = text.replace(/<[^<>]*@[^<>]*>/g, ';').replace(/"[^"@]*"(?!@)/g, '');
  const bare = rest
    .split(/[,;|\n]|:::|\s\/\s/)
    .flatMap(spaced)
    .filter((part) => part.includes('@'));
  return [...bracketed, ...bare].map((part) => part.trim());
};

/** Two addresses with a space between are two, and one with a space beside its @ is one. */
const spaced = (part: string): string[] => {
  const joined = part.replace(/\s*@\s*/g, '@').trim();
  const words = joined.split(/\s+(?:(?:y|e|o|or|and|und|oder|et|ou)\s+)?|\/(?=[^/@]+@)/i);
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
    .replace(/^\{(.*@.*)\}$/, '$1')
    .replace(/^(?:mailto|smtp|e-?mail|mail|correo|courriel|sip)\s*[:=]\s*(?:\/\/)?/i, '')
    .replace(/^\([^()@]*\)\s*|\s*\([^()@]*\)$/g, '')
    .replace(/\?(?:subject|body|cc|bcc)=.*$/i, '')
    .replace(/^[\s"'`´“”„«»‘’‚‹›<([,;:.*•]+|[\s"'`´“”„«»‘’‚‹›>)\],;:.!?*\\]+$/g, '');
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

/** Whether it is what people write where an address is asked for, or one that nobody reads. */
export const isPlaceholderAddress = (address: string): boolean => {
  const [local = '', domain = ''] = address.split('@');
  const name = folded(local);
  if (unread.test(name) || noAddress.has(name) || name.split(' ').every((word) => noAddress.has(word))) return true;
  if (isTemplate(local)) return true;
  if (providers.test(domain) && noName.has(name)) return true;
  const host = folded(domain.slice(0, domain.lastIndexOf('.')));
  if (local === host && /^\d+$/.test(local)) return true;
  if (/^(.)\1*$/.test(local) && /^(.)\1*$/.test(host) && local[0] === host[0]) return true;
  return name.length > 1 && saysNothing(name) && (name === host || isNoHost(`${name} ${host}`));
};

const unread =
  /^(?:no ?reply|do ?not ?reply|no ?responder|no ?respond[ae]|nao ?responda|ne ?pas ?repondre|mailer daemon)$/;

/** Whether the words of both say nothing. What documents have as an example, many have for their tests: it is a host. */
const isNoHost = (words: string): boolean => !words.endsWith(' example') && saysNothing(words);

/** Where anybody can have an address, and what nobody is called. */
const providers = /^(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|msn|aol|gmx|web|orange|libero|uol|terra)\./;
const noName = new Set(
  'no|na|nn|sn|sin|x|xx|xxx|asd|asdf|qwerty|email|mail|correo|e mail|no email|nombre|name|ninguno|vacio'.split('|'),
);

/** Local parts that say nothing at any provider. Words that are names or mailboxes of people too are not among them. */
export const noAddress = new Set(
  (
    'null|undefined|none|nan|object object|unknown|anonymous|anonymus|test|prueba|pruebas|dummy|fake|nocorreo|no correo|notengocorreo|notengoemail|sindatos|notset|not set|not provided|not available|no email|noemail|no mail|nomail|no e mail|' +
    'noaddress|no address|sin email|sinemail|sin correo|sincorreo|sin mail|sinmail|no tiene|notiene|no tiene correo|' +
    'notienecorreo|no tiene email|notieneemail|no tiene mail|notienemail|no tengo|notengo|no consta|noconsta|no disponible|nodisponible|no facilita|nofacilita|' +
    'desconocido|desconocida|ninguno|ninguna|keine email|keineemail|keine e mail|keinemail|keine mail|unbekannt|aucun|aucune|inconnu|pas de mail|pasdemail|pas d email|pasdemail|' +
    'sans mail|sansmail|sans email|sansemail|sem email|sememail|nao tem|naotem|nao informado|naoinformado|nao possui|naopossui|desconhecido|senza email|senzaemail|nessuna email|sconosciuto|non disponibile'
  ).split('|'),
);
