import { Interaction } from '@hilo/contracts';
import { fieldErrors, pathText } from '@hilo/runtime';
import { clientFor, type ImportCommand, kindsOf } from './import.ts';
import { type ImportedRow, readItems } from './rows.ts';

const shownRows = 3;
const shownProblems = 10;

/**
 * Says what an import of the file would do, and posts nothing: how the file is written, what each column says, the first
 * rows as interactions, and every row that would be rejected or of which something would be left out.
 */
export const rehearseImport = async (file: string, command: ImportCommand): Promise<string[]> => {
  const { map: mapFile, delimiter, encoding } = command;
  const read = await readItems(file, { mapFile, kinds: await kindsHere(command), delimiter, encoding });
  const width = Math.max(...read.columns.map(([column]) => column.length), 0);
  const lines = [
    `${file}: ${read.format}; ${read.understood}`,
    ...read.columns.map(([column, meaning]) => `  ${column.padEnd(width)}  ${meaning}`),
  ];
  const problems: string[] = [];
  let [rows, good] = [0, 0];
  for await (const item of read.items()) {
    rows += 1;
    const found = problemsIn(item);
    if (found.length === 0) good += 1;
    problems.push(...[...found, ...leftOutIn(item)].map((text) => `line ${item.line}: ${text}`));
    if ('json' in item && rows <= shownRows) lines.push(`line ${item.line} would be`, item.json);
  }
  return [
    ...lines,
    ...problems.slice(0, shownProblems),
    ...(problems.length > shownProblems ? [`… and ${problems.length - shownProblems} more`] : []),
    `${rows} rows, ${good} of them interactions; nothing was posted`,
  ];
};

/** A rehearsal needs no running Hilo; without one, the names that everybody's columns have are enough. */
const kindsHere = async (command: ImportCommand): Promise<string[]> => {
  try {
    return await kindsOf(clientFor(command));
  } catch {
    return [];
  }
};

/** Why a row would be rejected, as far as the contract says it. */
const problemsIn = (item: ImportedRow): string[] => {
  if ('problem' in item) return [item.problem];
  const { error } = Interaction.safeParse(parsed(item.json));
  return error === undefined
    ? []
    : fieldErrors(error.issues).map(({ path, message }) => `${pathText(path)}: ${message}`);
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const leftOutIn = (item: ImportedRow): string[] =>
  'json' in item ? (item.leftOut ?? []).map((column) => `${column} is a rounded number and would be left out`) : [];
