import { createHash } from 'node:crypto';
import { Channel, type Identifier, isTimeZone, readTime } from '@hilo/contracts';
import { z } from 'zod';
import { meaningOf } from './header-words.ts';

const column = z.string().min(1).describe('The name of a column, as its header has it.');
const columns = z.union([column, z.array(column).min(1)]);
const fromColumn = z.union([column, z.strictObject({ value: z.string().min(1).describe('The same for every row.') })]);

/** Which column of a file says what of an interaction. */
export const ImportMap = z.strictObject({
  id: column
    .optional()
    .describe('Unique per source. Without it, a digest of the row: importing it again changes nothing.'),
  occurredAt: fromColumn.optional().describe('Without it, the time at which the file was written last.'),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: ({ input }) => `${input} is no time zone, such as Europe/Madrid` })
    .default('UTC')
    .describe('Where times are from that do not say it themselves.'),
  channel: fromColumn.default({ value: 'other' }),
  touchpoint: fromColumn.default({ value: 'import' }),
  kind: fromColumn.default({ value: 'imported' }),
  identifiers: z
    .record(z.string(), columns)
    .refine((kinds) => Object.keys(kinds).length > 0, 'names at least one kind of identifier')
    .describe('By the kind of identifier, such as "email": "E-Mail" or "phone": ["Mobile", "Home"].'),
  traits: z.record(z.string(), column).default({}),
  properties: z.record(z.string(), column).default({}),
  text: column.optional(),
  locale: column.optional(),
  answers: z
    .array(z.strictObject({ question: z.string(), scale: z.enum(['nps', 'csat', 'ces', 'number']), column }))
    .default([]),
  consents: z
    .array(
      z.strictObject({
        purpose: z.string(),
        channel: Channel.optional(),
        column,
        granted: z.array(z.string()).min(1).describe('Values that mean yes.'),
        withdrawn: z.array(z.string()).min(1).describe('Values that mean no; any other says nothing.'),
        proof: z.string().optional(),
      }),
    )
    .default([]),
});

export type ImportMap = z.infer<typeof ImportMap>;

export type ImportRow = Readonly<Record<string, string>>;

/**
 * The map of a file that has none: columns whose names say an identifier are identifiers, all others are traits, by Hilo's
 * name where the column's is known. Throws where no column says who it is.
 */
export const guessMap = (header: readonly string[], kinds: readonly string[]): ImportMap => {
  const others = new Set(kinds);
  const identifiers: Record<string, string[]> = {};
  const traits: Record<string, string> = {};
  for (const name of header) {
    const meaning = meaningOf(name, others);
    if (meaning === 'nothing') continue;
    if (meaning !== undefined && 'kind' in meaning)
      identifiers[meaning.kind] = [...(identifiers[meaning.kind] ?? []), name];
    else {
      const known = meaning?.trait;
      traits[known === undefined || Object.hasOwn(traits, known) ? name : known] = name;
    }
  }
  if (Object.keys(identifiers).length === 0) throw new Error(namesNobody(header));
  return ImportMap.parse({ touchpoint: { value: 'crm.import' }, identifiers, traits });
};

const namesNobody = (header: readonly string[]): string =>
  `no column says who it is. The file has: ${header.map((name) => `“${name}”`).join(', ')}. Name one email, phone, ` +
  'customer_number or another kind of identifier, or say with --map which column is which.';

/** Every column that the map names. */
export const columnsOf = (map: ImportMap): string[] => [
  ...[map.id, map.text, map.locale].filter((name) => name !== undefined),
  ...[map.occurredAt, map.channel, map.touchpoint, map.kind].filter((name) => typeof name === 'string'),
  ...Object.values(map.identifiers).flat(),
  ...Object.values(map.traits),
  ...Object.values(map.properties),
  ...[...map.answers, ...map.consents].map((one) => one.column),
];

/**
 * The interaction in a row, for Hilo to judge: what is not a valid interaction is rejected there, with the reason.
 * `writtenAt` is when the file was written, an instant as RFC 3339 writes it.
 */
export const interactionOfRow = (map: ImportMap, row: ImportRow, writtenAt: string): Record<string, unknown> => {
  const rounded = new Set(roundedCells(map, row));
  const cell = (name: string | undefined): string => (name === undefined ? '' : (row[name] ?? '').trim());
  const textOf = (from: z.infer<typeof fromColumn>): string => (typeof from === 'string' ? cell(from) : from.value);
  const filled = (named: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(named).flatMap(([name, from]) => (cell(from) === '' ? [] : [[name, cell(from)]])),
    );
  const identifiers = Object.entries(map.identifiers).flatMap(([kind, names]): Identifier[] =>
    [names].flat().flatMap((name) => (rounded.has(name) ? [] : valuesIn(cell(name)).map((value) => ({ kind, value })))),
  );
  const answers = map.answers.flatMap(({ question, scale, column: name }) =>
    cell(name) === '' ? [] : [{ question, scale, value: Number(cell(name)) }],
  );
  const consents = map.consents.flatMap(({ purpose, channel, column: name, granted, withdrawn, proof }) => {
    const state = granted.includes(cell(name)) ? 'granted' : withdrawn.includes(cell(name)) ? 'withdrawn' : undefined;
    return state === undefined
      ? []
      : [{ purpose, state, ...(channel && { channel }), ...(proof && { proof }) } as const];
  });
  const [traits, properties] = [filled(map.traits), filled(map.properties)];
  const occurredAt = map.occurredAt === undefined ? writtenAt : timeOf(textOf(map.occurredAt), map.timeZone);
  return {
    id: map.id === undefined ? digestOf(row, occurredAt) : cell(map.id),
    occurredAt,
    channel: textOf(map.channel),
    touchpoint: textOf(map.touchpoint),
    kind: textOf(map.kind),
    identifiers,
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(cell(map.text) !== '' && { text: cell(map.text) }),
    ...(cell(map.locale) !== '' && { locale: cell(map.locale) }),
    ...(answers.length > 0 && { answers }),
    ...(consents.length > 0 && { consents }),
  };
};

/** Google Contacts puts several values of one person into one cell. */
const valuesIn = (cell: string): string[] =>
  cell
    .split(' ::: ')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** A number as a spreadsheet shows it that has no room for all its digits: `3.46E+10` is the number of nobody. */
const rounded = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i;

/** The columns of identifiers whose cell in this row is a rounded number, and so says nothing. */
export const roundedCells = (map: ImportMap, row: ImportRow): string[] =>
  Object.values(map.identifiers)
    .flat()
    .filter((name) => rounded.test((row[name] ?? '').trim()));

/** A time without its offset is one of the time zone. What is no time stays as it is, so that Hilo names it. */
const timeOf = (text: string, timeZone: string): string => {
  if (/(Z|[+-]\d\d:\d\d)$/i.test(text)) return text;
  const reading = readTime(text, timeZone);
  if ('reason' in reading) return text;
  // Hilo truncates; an id that is a digest stays what it was before Hilo did.
  const finer = /[.,]\d{3}(\d*[1-9])/.exec(text)?.[1];
  const instant = new Date(reading.at).toISOString();
  return finer === undefined ? instant.replace(/\.?0+Z$/, 'Z') : instant.replace('Z', `${finer}Z`);
};

const digestOf = (row: ImportRow, occurredAt: string): string =>
  `import-${createHash('sha256')
    .update(JSON.stringify([occurredAt, ...Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex')
    .slice(0, 32)}`;
