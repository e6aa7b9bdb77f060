import { JsonPath } from '@hilo/contracts';

/** What stands in a text for something that is known of the customer, or of what happened; with what is said where it is not. */
export type TemplateVariable = { of: 'traits' | 'properties'; path: string; fallback: string | undefined };

/** By which a value is found: `properties.gate`. */
export const nameOfVariable = ({ of, path }: Pick<TemplateVariable, 'of' | 'path'>): string => `${of}.${path}`;

const placeholder = /\{\{([^{}]*)\}\}/g;
const written = /^\s*(traits|properties)\.([^|]*?)\s*(?:\|(.*))?$/s;

/** A text in its parts: what stands as it is, and the variables in it; what cannot be read is said in words. */
export const partsOf = (text: string): (string | TemplateVariable | { wrong: string })[] => {
  const parts: (string | TemplateVariable | { wrong: string })[] = [];
  let end = 0;
  for (const found of text.matchAll(placeholder)) {
    parts.push(...plain(text.slice(end, found.index)), variableIn(found[1] ?? ''));
    end = found.index + found[0].length;
  }
  return [...parts, ...plain(text.slice(end))];
};

const plain = (text: string): (string | { wrong: string })[] => {
  if (text === '') return [];
  return /\{\{|\}\}/.test(text)
    ? [{ wrong: 'has {{ or }} that belong to no variable, as in {{traits.name|there}}' }]
    : [text];
};

const variableIn = (inner: string): TemplateVariable | { wrong: string } => {
  const [, of, path = '', fallback] = written.exec(inner) ?? [];
  if (of !== 'traits' && of !== 'properties')
    return {
      wrong: `says {{${inner}}}: a variable is traits.… of the customer or properties.… of what happened, as in {{traits.name|there}}`,
    };
  const { error } = JsonPath.safeParse(path);
  if (error !== undefined)
    return { wrong: `says {{${inner}}}, whose path ${error.issues[0]?.message ?? 'leads nowhere'}` };
  return { of, path, fallback };
};

/** The variables of a text that can be read. */
export const variablesIn = (text: string): TemplateVariable[] =>
  partsOf(text).flatMap((part) => (typeof part === 'string' || 'wrong' in part ? [] : part));

/** Longer than that no name is, nor a gate. */
const longestValue = 200;

/** What is said of values that were found: the first that can be, on one line, with nothing in it that only machines read. */
export const saidOf = (values: readonly unknown[]): string | undefined => {
  const said = values
    .flat()
    .filter((one) => typeof one === 'string' || (typeof one === 'number' && Number.isFinite(one)))
    .map((one) =>
      String(one)
        .toWellFormed()
        .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
        .trim(),
    )
    .find((one) => one !== '');
  if (said === undefined) return undefined;
  const letters = [...said];
  return letters.length <= longestValue ? said : `${letters.slice(0, longestValue - 1).join('')}…`;
};
