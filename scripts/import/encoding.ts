import { closeSync, createReadStream, openSync, readSync } from 'node:fs';

const sampleBytes = 64 * 1024;

/** The encodings that spreadsheets write, by the names that people give them; any other name of a browser's works too. */
const named: Readonly<Record<string, string>> = { ansi: 'windows-1252', latin1: 'windows-1252', excel: 'windows-1252' };

/**
 * How a text file is encoded: as it is told to be, else what its first bytes say for certain, else UTF-8. Throws where it is
 * no text file at all, or where nobody knows the encoding by that name.
 */
export const encodingOf = (file: string, told: string | undefined): string => {
  const start = firstBytes(file);
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
    throw new Error(`${file} is a workbook or an archive, no text. Save it as CSV (UTF-8) and import that.`);
  }
  if (told !== undefined) return known(named[told.toLowerCase()] ?? told);
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  // Without a mark, every other byte of western text in UTF-16 is a zero, and a zero is no character of a table.
  const [even, odd] = [zeros(start, 0), zeros(start, 1)];
  if (odd > start.length / 5 && even === 0) return 'utf-16le';
  if (even > start.length / 5 && odd === 0) return 'utf-16be';
  return 'utf-8';
};

/** The text of a file, piece by piece. Throws, with the line, at what is not in that encoding. */
export async function* textIn(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) continue;
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    // Whole lines alone, so that an error has its line.
    const end = encoding.startsWith('utf-16') ? bytes.length - (bytes.length % 2) : bytes.lastIndexOf(0x0a) + 1;
    rest = bytes.subarray(end);
    if (end > 0) {
      const text = decoded(decoder, bytes.subarray(0, end), { file, encoding, line });
      line += text.split('\n').length - 1;
      yield text;
    }
  }
  yield decoded(decoder, rest, { file, encoding, line }, true);
}

type Where = { file: string; encoding: string; line: number };

const decoded = (decoder: TextDecoder, bytes: Buffer, where: Where, isLast = false): string => {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch {
    throw notIn(bytes, where);
  }
};

/** The error with the first line that is not in that encoding, as it would read in the one that Excel writes. */
const notIn = (bytes: Buffer, { file, encoding, line }: Where): Error => {
  if (encoding.startsWith('utf-16')) return new Error(`${file} is not in ${encoding}, near line ${line}.`);
  const lines = bytes.toString('latin1').split('\n');
  const broken = lines.findIndex((text) => !reads(encoding, Buffer.from(text, 'latin1')));
  const read = new TextDecoder('windows-1252').decode(Buffer.from(lines[broken] ?? '', 'latin1')).trim();
  const shown = read.length > 80 ? `${read.slice(0, 80)}…` : read;
  return new Error(
    `${file} is not in ${encoding}: line ${line + Math.max(broken, 0)}. If “${shown}” is what stands there, add ` +
      '--encoding windows-1252; else save the file as CSV UTF-8.',
  );
};

const reads = (encoding: string, bytes: Buffer): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const firstBytes = (file: string): Buffer => {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(sampleBytes);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, sampleBytes, 0));
  } finally {
    closeSync(descriptor);
  }
};

const zeros = (bytes: Buffer, from: 0 | 1): number =>
  bytes.reduce((count, byte, place) => count + Number(byte === 0 && place % 2 === from), 0);

const known = (encoding: string): string => {
  try {
    return new TextDecoder(encoding).encoding;
  } catch {
    throw new Error(`Nobody knows the encoding ${encoding}. Try utf-8, utf-16le or windows-1252.`);
  }
};
