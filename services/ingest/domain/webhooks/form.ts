import type { Refusal } from '../refusal.ts';

export type Form = ReadonlyMap<string, readonly string[]>;

/** More than any provider sends. */
const mostNames = 1000;

/**
 * The parameters of an application/x-www-form-urlencoded text, every value of each. What is not percent-encoded UTF-8 is
 * refused, while `URLSearchParams` would put another character in its place.
 */
export const formIn = (text: string): { form: Form } | { refusal: Refusal } => {
  const form = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === undefined) return { refusal: { path: [], message: 'has a name that is not percent-encoded UTF-8' } };
    if (value === undefined) return { refusal: { path: [name], message: 'is not percent-encoded UTF-8' } };
    form.set(name, [...(form.get(name) ?? []), value]);
    if (form.size > mostNames) return { refusal: { path: [], message: `has more than ${mostNames} names` } };
  }
  return { form };
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** The parameters as a value: a text for each name, a list where there are several. */
export const valueOfForm = (form: Form): Record<string, unknown> =>
  Object.fromEntries([...form].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
