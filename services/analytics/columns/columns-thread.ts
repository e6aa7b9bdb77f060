import { answerInThread, command, readConfig } from '@hilo/runtime';
import { AnalyticsConfig } from '../config.ts';
import { isAboutPeople } from './about-people.ts';
import { answerColumns } from './answer-columns.ts';
import type { AskedColumns, ColumnsReply } from './columns-question.ts';
import { followColumns } from './follow-columns.ts';
import { peopleInNumbers } from './people-in-numbers.ts';

await answerInThread<AskedColumns, ColumnsReply>(async (resources) => {
  const { now } = await followColumns(resources);
  const timeoutMs = Math.trunc(1000 * readConfig(AnalyticsConfig, resources.environment).HILO_QUERY_TIMEOUT_SECONDS);
  return async ({ question, about }) => {
    const seen = await now(async (tx, loaded) => {
      // Others wait for this one: whoever asked does not wait for longer.
      if (isAboutPeople(about)) await tx.query(command(`SET LOCAL statement_timeout = ${timeoutMs}`));
      return {
        columns: loaded.columns,
        rebuilding: loaded.moment.rebuilding,
        found: await peopleInNumbers(tx, loaded, about),
      };
    });
    if (seen === undefined) return { kind: 'loading' };
    const { columns, rebuilding, found } = seen;
    if ('tooManyValuesOf' in found) return { kind: 'refused', ...found };
    return { ...answerColumns(columns, question, found), names: found.by[0]?.names ?? new Map(), rebuilding };
  };
});
