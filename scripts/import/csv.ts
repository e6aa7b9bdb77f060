import { parse } from 'csv-parse';
import { z } from 'zod';
import { encodingOf, textIn } from './encoding.ts';
import { separatorOf } from './separator.ts';

/** How a CSV file is written; what is not told is found out. */
export type CsvWarning = { delimiter?: string | undefined; encoding?: string | undefined };
export type Format = { separator: string; encoding: string };

/** One row: its fields, the line on which it begins, and as it stands in the file. */
export type CsvRow = { fields: readonly string[]; line: number; raw: string };

const Read = z.object({ record: z.array(z.string()), raw: z.string() });

const sampleCharacters = 64 * 1024;

/** How the file is written. Throws where that is not certain, with what to do. */
export const formatOf = async (file: string, { delimiter, encoding: told }: CsvWarning): Promise<Format> => {
  const encoding = encodingOf(file, told);
  let sample = '';
  for await (const text of textIn(file, encoding)) {
    sample += text;
    if (sample.length >= sampleCharacters) break;
  }
  return { encoding, separator: separatorOf(file, sample.slice(0, sampleCharacters), delimiter) };
};

/**
 * Every row that has something in it, one after the other: a file need not fit into memory. Throws, with the line, where the
 * file is not in its encoding, or a quote is opened and never closed.
 */
export async function* rowsIn(file: string, { encoding, separator }: Format): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: separator,
    bom: true,
    raw: true,
    trim: separator !== '\t',
    relax_quotes: true,
    relax_column_count: true,
  });
  const reading = feed(parser, textIn(file, encoding));
  // Counted here: the parser takes a line end of Windows inside of quotes for two.
  let next = 1;
  try {
    for await (const read of parser) {
      const { record, raw } = Read.parse(read);
      const line = next;
      next += raw.split(/\r\n|\n|\r/).length - 1;
      const isSeparatorLine = line === 1 && /^sep=.?$/.test(record.join(separator));
      if (record.some((field) => field.trim() !== '') && !isSeparatorLine) yield { fields: record, line, raw };
    }
  } catch (error) {
    await reading;
    throw isNotClosed(error)
      ? new Error(`${file}: a quote opens in the row that begins in line ${next} and is never closed.`)
      : error;
  }
  await reading;
}

/** Writes all text to the parser, at its pace; what is wrong with the text becomes the parser's error. */
const feed = async (parser: ReturnType<typeof parse>, texts: AsyncIterable<string>): Promise<void> => {
  try {
    for await (const text of texts) {
      if (parser.destroyed) return;
      if (!parser.write(text)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
};

/** Takes its listeners away again: of a long file there would be thousands. */
const drained = (parser: ReturnType<typeof parse>): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.on('drain', done).on('close', done);
  });

const isNotClosed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED';
