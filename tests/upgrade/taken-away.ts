/** With what in a migration the version before cannot live, which runs beside it and may be gone back to. */
const refusals: readonly [pattern: RegExp, why: string][] = [
  [/\bDROP (TABLE|VIEW|SCHEMA|TYPE|SEQUENCE|FUNCTION)\b/i, 'takes away what the version before uses'],
  [/\bTRUNCATE\b/i, 'takes away rows'],
  [/\bDROP COLUMN\b/i, 'takes a column away'],
  [/\bDROP CONSTRAINT\b/i, 'takes away a key, by which the version before says ON CONFLICT'],
  [/\bDROP DEFAULT\b/i, 'takes away what the version before leaves to the default'],
  [/\bRENAME\b/i, 'renames what the version before asks for'],
  [/\bSET SCHEMA\b/i, 'moves what the version before asks for'],
  [/\bALTER COLUMN\b[^,;]*\bSET NOT NULL\b/i, 'wants a value that the version before does not give'],
  [/\bALTER COLUMN\b[^,;]*\b(SET DATA )?TYPE\b/i, 'gives a column another type'],
  [
    /\bADD COLUMN\b(?=[^,;]*\bNOT NULL\b)(?![^,;]*\b(DEFAULT|GENERATED)\b)/i,
    'wants a value that the version before does not give',
  ],
  [
    /\bADD (CONSTRAINT\b[^;]*\b)?(UNIQUE|CHECK|EXCLUDE|FOREIGN KEY)\b/i,
    'refuses rows that the version before may write',
  ],
  [/\bCREATE UNIQUE INDEX\b/i, 'refuses rows that the version before may write'],
  [/\bREVOKE\b/i, 'takes a right away'],
];

/** What a migration takes away a release later, it says by which version is the oldest then (docs/operating.md, Versions). */
const saysOldest = /'oldest-version'/;

/** What of a migration the version before could not live with, statement by statement; of tables that it makes itself, nothing. */
export const takenAway = (sql: string): string[] => {
  if (saysOldest.test(sql)) return [];
  const statements = sql
    .replaceAll(/--(?!> statement-breakpoint).*$/gm, '')
    .split(/--> statement-breakpoint|;/)
    .map((one) => one.trim());
  const made = new Set(statements.flatMap((one) => /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/i.exec(one)?.[1] ?? []));
  // The version before writes nothing there, and nothing is like no other nothing.
  const added = [...sql.matchAll(/ADD COLUMN (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map(([, column]) => column);
  return statements.flatMap((one) => {
    const table =
      /^(?:ALTER TABLE(?: ONLY)?|CREATE UNIQUE INDEX(?: IF NOT EXISTS)? "?\w+"? ON|DROP TABLE) "?(\w+)"?/i.exec(
        one,
      )?.[1];
    if (table !== undefined && made.has(table)) return [];
    if (/^CREATE TABLE/i.test(one)) return [];
    if (/^CREATE UNIQUE INDEX/i.test(one) && added.some((column) => one.includes(`"${column}"`))) return [];
    return refusals.flatMap(([pattern, why]) => (pattern.test(one) ? [`${why}: ${one.slice(0, 120)}`] : []));
  });
};
