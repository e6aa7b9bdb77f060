import type { Refusal } from './refusal.ts';

export const maxDepth = 32;

type Frame = { keys: Set<string> | undefined; place: string | number; expectsKey: boolean };

/**
 * What `JSON.parse` cannot tell, in one pass over the text: nesting that is too deep, and keys that come twice in an
 * object. Text that is no JSON passes; the parser refuses it afterwards.
 */
export const scanJson = (text: string): Refusal | undefined => {
  const stack: Frame[] = [];
  const path = (): PropertyKey[] => stack.map(({ place }) => place);
  for (let at = 0; at < text.length; at += 1) {
    const top = stack.at(-1);
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (top?.expectsKey) {
          const key = keyIn(text.slice(at, end + 1));
          top.place = key;
          top.expectsKey = false;
          if (top.keys?.has(key)) return { path: path(), message: 'stands twice in the same object' };
          top.keys?.add(key);
        }
        at = end;
        break;
      }
      case '{':
        stack.push({ keys: new Set(), place: '', expectsKey: true });
        break;
      case '[':
        stack.push({ keys: undefined, place: 0, expectsKey: false });
        break;
      case '}':
      case ']':
        stack.pop();
        break;
      case ',':
        if (top?.keys) top.expectsKey = true;
        else if (typeof top?.place === 'number') top.place += 1;
        break;
    }
    if (stack.length > maxDepth) return { path: path().slice(0, 3), message: `is nested deeper than ${maxDepth}` };
  }
  return undefined;
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

/** Two spellings of a key are one key: escapes are resolved. */
const keyIn = (quoted: string): string => {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
};
