/** The elements of an array as they were sent, and the text around them with the array empty. */
export type Split = { elements: Uint8Array[]; around: Uint8Array };

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Cuts the array that a JSON text is, or that stands under `key` in the object that it is, into its elements, so that one
 * that is broken costs itself alone. It looks at bytes: one that is not UTF-8 stays in its element. Undefined if there is
 * no such array or it does not end; then the text is for the parser to refuse.
 */
export const splitArray = (body: Uint8Array, key?: string): Split | undefined => {
  const start = key === undefined ? skipSpace(body, afterMark(body)) : arrayUnder(body, key);
  if (start === undefined || body[start] !== openArray) return undefined;
  const elements: Uint8Array[] = [];
  let [depth, from] = [0, start + 1];
  for (let at = start + 1; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfString(body, at);
    else if (byte === openArray || byte === openObject) depth += 1;
    else if (depth === 0 && (byte === comma || byte === closeArray)) {
      const last = byte === closeArray;
      if (!last || elements.length > 0 || skipSpace(body, from) < at) elements.push(body.subarray(from, at));
      from = at + 1;
      if (last) return { elements, around: join(body.subarray(0, start + 1), body.subarray(at)) };
    } else if (byte === closeArray || byte === closeObject) depth -= 1;
  }
  return undefined;
};

/** Where the value of a key of the outermost object begins. */
const arrayUnder = (body: Uint8Array, key: string): number | undefined => {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === openObject || byte === openArray) depth += 1;
    else if (byte === closeObject || byte === closeArray) depth -= 1;
    else if (byte === quote) {
      const end = endOfString(body, at);
      const next = skipSpace(body, end + 1);
      const isKey = depth === 1 && body[next] === colon && spells(body, at + 1, end, key);
      if (isKey) return skipSpace(body, next + 1);
      at = end;
    }
  }
  return undefined;
};

const spells = (body: Uint8Array, from: number, to: number, word: string): boolean => {
  if (to - from !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) if (body[from + at] !== word.charCodeAt(at)) return false;
  return true;
};

const endOfString = (body: Uint8Array, start: number): number => {
  let at = start + 1;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at;
};

const skipSpace = (body: Uint8Array, from: number): number => {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x09 || body[at] === 0x0a || body[at] === 0x0d) at += 1;
  return at;
};

const afterMark = (body: Uint8Array): number => (byteOrderMark.every((byte, at) => body[at] === byte) ? 3 : 0);

const join = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
};
