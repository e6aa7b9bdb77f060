import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { useLanguage } from '../i18n/language.tsx';
import classes from './page.module.css';
import { Failed, Waiting } from './states.tsx';

type Query<Answer> = { data: Answer | undefined; error: Error | null; refetch(): Promise<unknown> };
export type Told<Answer> = { query: Query<Answer>; rows: number; children(answer: Answer): ReactNode };

/** What was answered; or that it is being read, could not be, or is not for this role. */
export const Answered = <Answer,>({ query, rows, children }: Told<Answer>) => {
  const { words } = useLanguage();
  const { data, error, refetch } = query;
  if (error instanceof ApiProblem && error.status === 403)
    return (
      <Text size="sm" c="dimmed">
        {words.states.notAllowed}
      </Text>
    );
  return (
    <>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={20} count={rows} />}
      {data !== undefined && <div className={error ? classes.stale : undefined}>{children(data)}</div>}
    </>
  );
};
