/** A mail that came, taken apart. */
export type ParsedMail = {
  /** The same whenever it comes again: a hash of its Message-ID, or of all of it where it has none. */
  id: string;
  /** Names in small letters, in the order of the mail. */
  headers: readonly { key: string; value: string }[];
  from: string;
  /** Every address to which it came, by its headers and by what the servers said. */
  to: readonly string[];
  subject: string;
  text: string;
  /** What machines write for machines, and what is sent back with it. */
  parts: readonly { type: string; content: string }[];
};

/** The values of a header, the first one first. */
export const valuesOf = ({ headers }: Pick<ParsedMail, 'headers'>, name: string): string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value);

/** Fields as a header has them, lines that begin with a space belonging to the one before. */
export const fieldsOf = (block: string): Map<string, string> =>
  new Map(
    block
      .replaceAll(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
      })
      // Of a field that comes twice, the first counts.
      .toReversed(),
  );
