import { readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { ConfigError } from './errors.ts';

/** What is in a JSON file that a variable names. Throws `ConfigError`, which names the variable, the file, the line and the column. */
export const readJsonFile = (variable: string, file: string): unknown => {
  const text = textOf(variable, file);
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return JSON.parse(text);
  const before = text.slice(0, first.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  throw new ConfigError(`${variable}: ${file} is no JSON: ${inWords(printParseErrorCode(first.error))} at ${place}`);
};

const textOf = (variable: string, file: string): string => {
  try {
    // Some editors put a mark in front, which says nothing.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new ConfigError(`${variable}: ${file}: ${reason}`);
  }
};

/** `CloseBraceExpected` → close brace expected */
const inWords = (code: string): string => code.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
