import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../../../api/problem.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Empty, Failed, Waiting } from '../../../states/states.tsx';
import { useImprovementWords } from './words/words.ts';

type Query<Page> = {
  data: { pages: Page[] } | undefined;
  error: Error | null;
  refetch(): Promise<unknown>;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): Promise<unknown>;
};
type Props<Page> = { query: Query<Page>; children(pages: Page[]): ReactNode };

/** What was answered page by page; or that it is being read, could not be, or is not for this role. */
export const Paged = <Page,>({ query, children }: Props<Page>) => {
  const { words } = useLanguage();
  const text = useImprovementWords();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error instanceof ApiProblem && error.status === 403) return <Empty title={words.states.notAllowed} />;
  return (
    <>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={32} count={3} />}
      {data !== undefined && children(data.pages)}
      {hasNextPage && (
        <Button mt="xs" variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </>
  );
};
