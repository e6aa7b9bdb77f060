/** Where a mail begins to quote what it answers, as mail programs write it in the languages that we know. */
const quoteBegins = [
  /^>/,
  /^-{2,}\s*(?:original message|mensaje original|mensagem original|message d.origine|urspr.ngliche nachricht|messaggio originale)/i,
  /^_{10,}$/,
  /^(?:on|el|em|am|le|il|op|a)\b.{4,200}\b(?:wrote|escribi.|escreveu|schrieb|a .crit|ha scritto|schreef|va escriure).{0,80}:$/iu,
  /^(?:from|de|von|da|van)\s?: .*(?:@|hilo)/i,
];

const signatureBegins = [
  /^--\s?$/,
  /^(?:sent from|get outlook|enviado (?:desde|do)|envoy. (?:de|depuis)|von meinem .{0,30}gesendet|gesendet von|inviato da)\b/iu,
];

/** What somebody wrote herself: without what it answers, and without a signature, of which either may hold the words that are looked for. */
export const ownWords = (text: string): string => {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const end = lines.findIndex((line) => isBegun(line.trimStart()));
  return (end < 0 ? lines : lines.slice(0, end)).join('\n').trim();
};

const isBegun = (line: string): boolean => [...quoteBegins, ...signatureBegins].some((begins) => begins.test(line));

/** In one spelling: small letters without accents, straight quotes, no emoji. Lines stay. */
export const plainSpelling = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}|\p{Cf}|\p{Extended_Pictographic}/gu, '')
    .toLowerCase()
    .replaceAll(/[‘’ʼ´`]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[^\S\n]+/g, ' ')
    .trim();
