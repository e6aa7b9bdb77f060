const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** A text within XML: what XML has no place for is left out. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for these.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"']/g, (one) => escaped[one] ?? '');

const response = (...parts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${parts.join('')}</Response>`;

/** An answer that does nothing. */
export const noTwiml = response();

/** An answer to whoever wrote. */
export const twimlMessage = (text: string): string => response(`<Message>${xml(text)}</Message>`);

type Spoken = { text: string; language: string };
const say = ({ text, language }: Spoken): string => `<Say language="${xml(language)}">${xml(text)}</Say>`;

/** Asks for one or more digits, which end with # or after three seconds of silence, and are posted to this address; nothing pressed is too. */
export const twimlGather = (spoken: readonly Spoken[], action: string): string =>
  response(
    `<Gather input="dtmf" finishOnKey="#" timeout="3" actionOnEmptyResult="true" method="POST" action="${xml(action)}">${spoken.map(say).join('')}</Gather>`,
  );

/** Says this, and hangs up. */
export const twimlGoodbye = (...spoken: readonly Spoken[]): string => response(...spoken.map(say), '<Hangup/>');
