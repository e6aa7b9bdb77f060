import { finished } from 'node:stream/promises';
import { command, type Transaction } from '@hilo/runtime';
import { DatabaseError } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type FactRow, jsonOf, namesOfFactColumns } from './facts.ts';

// In one message, so that nobody waits for three answers.
const copyFactsSql = () =>
  copyFrom(`SAVEPOINT copying; COPY facts (${namesOfFactColumns}, rebuilt) FROM STDIN;
            RELEASE SAVEPOINT copying`);
const uniqueViolation = '23505';
const linesAtOnce = 500;

/**
 * Copies first versions, which are mostly new; gives whether they were. Where one of them is here already nothing is copied, and the
 * transaction goes on as if it had not been tried. While Postgres takes them in, `meanwhile` is done.
 */
export const copyNewFacts = async (
  tx: Transaction,
  facts: readonly FactRow[],
  { generation, meanwhile }: { generation: number; meanwhile(): void },
): Promise<boolean> => {
  const copying = tx.query(copyFactsSql());
  const isCopied = finished(copying).then(
    () => true,
    async (error: unknown) => {
      if (!(error instanceof DatabaseError) || error.code !== uniqueViolation) throw error;
      await tx.query(command('ROLLBACK TO SAVEPOINT copying'));
      return false;
    },
  );
  let hasEnded = false;
  const ended = isCopied
    .catch(() => false)
    .then(() => {
      hasEnded = true;
    });
  for (let from = 0; from < facts.length && !hasEnded; from += linesAtOnce) {
    const lines = linesOf(facts.slice(from, from + linesAtOnce), generation);
    // Once it has failed nobody takes any more.
    await Promise.race([new Promise((resolve) => copying.write(lines, resolve)), ended]);
  }
  if (!hasEnded) copying.end();
  meanwhile();
  return isCopied;
};

/** Rows as COPY takes them. */
const linesOf = (rows: readonly FactRow[], generation: number): string => {
  let lines = '';
  for (const row of rows) lines += `${lineOf(row)}\t${generation}\n`;
  return lines;
};

/** What `namesOfFactColumns` are of a row, in that order, in one expression: to pick one after the other takes twice as long. */
const lineOf = (row: FactRow): string => {
  const { resolved, direction, actor, outcome, locale, journeyName, stage } = row;
  const { id, journey, text, answers, properties, context } = resolved.interaction;
  return `${row.source}\t${copied(id)}\t${row.filed}\t${row.occurredAt}\t${row.subject}\t${resolved.version}\t${
    row.withdrawn
  }\t${row.step}\t${direction || none}\t${actor || none}\t${outcome || none}\t${locale || none}\t${copied(
    journey?.id,
  )}\t${journeyName || none}\t${stage || none}\t${journey?.momentOfTruth ?? none}\t${copied(text)}\t${copied(
    answers?.length ? JSON.stringify(answers) : undefined,
  )}\t${copied(jsonOf(properties))}\t${copied(jsonOf(context))}\t${copied(JSON.stringify(resolved.why))}`;
};

const none = '\\N';
const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const copied = (value: string | null | undefined): string => {
  if (value === null || value === undefined) return none;
  return special.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : value;
};
