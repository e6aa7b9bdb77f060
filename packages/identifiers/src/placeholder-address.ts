import { domainToUnicode } from 'node:url';
import { buyers, casual } from './casual-buyer.ts';
import { isKeyboardRow } from './keyboard.ts';
import { saysNothing } from './placeholder.ts';
import { alone, joining, labels, nonsense, withoutAnything, withoutSomething } from './placeholder-words.ts';
import { isTemplate, objects } from './template.ts';
import { folded } from './text.ts';

/** Whether it is what people write where an address is asked for, or one that nobody reads. */
export const isPlaceholderAddress = (address: string): boolean => {
  const [local = '', domain = ''] = address.split('@');
  const name = folded(local);
  if (unread.test(name)) return true;
  if (name.split(' ').every((word) => noAddress.has(word)) || noAddress.has(name)) return !isOwnDomain(name, domain);
  if (isTemplate(local) || isMasked.test(local) || madeUp.has(address)) return true;
  if (providers.test(domain) && (noName.has(name) || isOneKey(local))) return true;
  const host = hostOf(domain);
  if (host === 'example') return isExample(name);
  if (local === host && (/^\d+$/.test(local) || sameAsHost.has(local) || isKeyboardRow(local, 3))) return true;
  if (isOneLetter(local) && isOneLetter(host) && (local[0] === host[0] || (local[1] && host[1]))) return true;
  if (mailboxes.has(name)) return false;
  return name.length > 1 && (isNothingAt(name, host) || isNumbered(name, host));
};

/** Whether it is a name, and its domain is called so in part: `nan@nanbakery.com`. Of `null@nullmail.com` all says nothing. */
const isOwnDomain = (name: string, domain: string): boolean => {
  if (!names.has(name)) return false;
  const host = hostOf(domain);
  const rest = host.replace(name, '').trim();
  return rest !== host && rest !== '' && !saysNothing(rest) && !/^\d+$/.test(rest);
};

/** Words for nothing by which people are called too. */
const names = new Set(['null', 'nan', 'none']);

/** The name of a domain without what it is below, as people read it. */
const hostOf = (domain: string): string =>
  folded(
    (domain.includes('xn--') ? domainToUnicode(domain) : domain).replace(
      /(?:\.(?:com|co|org|net|edu|gov|gob|or|ac))?\.[^.]+$/,
      '',
    ),
  );

/** What documents have as an example, many have for their tests: such a host is one, and only what is before it says nothing. */
const isExample = (name: string): boolean =>
  (name.split(' ').every((word) => labels.has(word) || someones.has(word)) && !mailboxes.has(name)) ||
  nobodies.has(name);

const isNothingAt = (name: string, host: string): boolean => {
  if (host.endsWith(' example')) return name === host;
  const isNothing = saysNothing(name);
  if (isNothing && name === host) return true;
  // `ei@ole.fi`: what there is not, after the word for it.
  const begins =
    isNothing || withoutSomething.has(name) || withoutAnything.has(name) || someones.has(name.split(' ')[0] ?? '');
  return begins && saysNothing(`${name} ${host}`);
};

/** `test1@test.com`: at a host that is a word for nothing, a number makes nobody of it. */
const isNumbered = (name: string, host: string): boolean => {
  const word = name.replace(/ ?\d+$/, '');
  return nonsense.has(host) && (word === 'tester' || (word !== name && nonsense.has(word)));
};

const isOneLetter = (text: string): boolean => /^(.)\1*$/u.test(text);
const isOneKey = (local: string): boolean => /^(.)\1{2,}$|^0?1234(?:5(?:6(?:7(?:89?0?)?)?)?)?$|^123$/u.test(local);
const isMasked = /[*•●]{2}/;

/** What stands before a word for an address, to say whose is wanted. */
const someones = new Set('your,tu,su,ihre,votre,my,mi,pas,nie,no,sin,sem,insert,enter'.split(','));
/** What is somebody's, at whatever host. */
const mailboxes = new Set(['info', 'contact', 'contacto']);
/** What people write who have to write something, when they write it twice. */
const sameAsHost = new Set('hola,hello,hallo,ciao,falta,falso,nohay,nosabe,semail,tester'.split(','));
const nobodies = new Set('foo,bar,example,sample,ejemplo'.split(','));
const madeUp = new Set('abc@abc.com,123@abc.com,abc@123.com,bar@foo.com,nie@ma.pl'.split(','));

const unread =
  /^(?:no ?reply|do ?not ?reply|no ?responder|no ?respond[ae]|nao ?responda|ne ?pas ?repondre|mailer daemon)$/;

/** Where anybody can have an address, and what nobody is called. */
const providers = /^(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|msn|aol|gmx|web|orange|libero|uol|terra)\./;
const noName = new Set(
  'no|na|nn|sn|sin|x|xx|asd|asdf|qwerty|email|mail|correo|e mail|no email|nombre|name|ninguno|vacio'.split('|'),
);

/** Local parts that say nothing at any provider. Words that are names or mailboxes of people too are not among them. */
export const noAddress = new Set(
  (
    'deleted|removed|redacted|your email|youremail|your name|yourname|your mail|tu correo|tucorreo|tu email|tuemail|tunombre|ihre email|votre email|votreemail|nichtvorhanden|null|undefined|none|nan|object object|unknown|anonymous|anonymus|test|prueba|pruebas|dummy|fake|nocorreo|no correo|notengocorreo|notengoemail|sindatos|notset|not set|not provided|not available|no email|noemail|no mail|nomail|no e mail|' +
    'noaddress|no address|sin email|sinemail|sin correo|sincorreo|sin mail|sinmail|no tiene|notiene|no tiene correo|' +
    'notienecorreo|no tiene email|notieneemail|no tiene mail|notienemail|no tengo|notengo|no consta|noconsta|no disponible|nodisponible|no facilita|nofacilita|' +
    'desconocido|desconocida|ninguno|ninguna|keine email|keineemail|keine e mail|keinemail|keine mail|unbekannt|aucun|aucune|inconnu|pas de mail|pasdemail|pas d email|pasdemail|' +
    'sans mail|sansmail|sans email|sansemail|sem email|sememail|nao tem|naotem|nao informado|naoinformado|nao possui|naopossui|desconhecido|senza email|senzaemail|nessuna email|sconosciuto|non disponibile'
  ).split('|'),
);

/** With which placeholders begin, and what nobody reads. */
const beginnings = [
  ...[nonsense, buyers, casual, alone, labels, joining, withoutAnything, withoutSomething, noAddress, noName].flatMap(
    (all) => [...all],
  ),
  ...[someones, sameAsHost, nobodies, mailboxes, new Set(objects)].flatMap((all) => [...all]),
  ...'abc,noreply,do,donot,donotreply,nao,naoresponda,ne,nepas,nepasrepondre,mailer,noresponder'.split(','),
  ...'noresponda,noresponde,process'.split(','),
];

/**
 * The words with which placeholders begin, with those that then come second where they do not begin so whatever comes: an address
 * that begins with none of these, and is not the same before and after its @, is none.
 */
export const beginningsOfPlaceholders = new Map<string, 'whatever' | Set<string>>();
for (const phrase of beginnings) {
  const [first = '', second] = phrase.split(' ');
  const known = beginningsOfPlaceholders.get(first) ?? new Set();
  if (second !== undefined && known !== 'whatever') known.add(second);
  beginningsOfPlaceholders.set(first, second === undefined ? 'whatever' : known);
}
