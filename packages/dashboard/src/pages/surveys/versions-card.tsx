import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { askSurveys } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import { useSurveyWords } from './words/words.ts';

/** Who published which version, when, and why. */
export const VersionsCard = ({ id }: { id: string }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const query = useInfiniteQuery({
    queryKey: ['surveys', 'versions', id],
    queryFn: ({ signal, pageParam: cursor }) => askSurveys.versions({ id, cursor, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <Part title={text.one.history} query={query} rows={3}>
      {({ pages }) => (
        <>
          <ul className={classes.plain}>
            {pages
              .flatMap(({ versions }) => versions)
              .map(({ version, at, by, why, restored }) => (
                <li key={version} data-version={version}>
                  <b>{text.list.version(formats.number(version, 0))}</b> · {formats.moment(at)}
                  <Text size="xs" c="dimmed" className={classes.words}>
                    {text.one.by(by.person?.subject ?? by.key)}
                    {restored !== undefined && ` · ${text.one.restored(formats.number(restored, 0))}`}
                  </Text>
                  <span className={classes.words}>{why}</span>
                </li>
              ))}
          </ul>
          {query.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              mt="xs"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {text.one.more}
            </Button>
          )}
        </>
      )}
    </Part>
  );
};
