import { Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSurveys, restoreVersion, type WholeProgramme } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import { useMayChange } from './use-surveys.ts';
import { WhyDialog } from './why-dialog.tsx';
import { useSurveyWords } from './words/words.ts';

/** Who published which version, when, and why. */
export const VersionsCard = ({ one }: { one: WholeProgramme }) => {
  const { id } = one;
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const mayChange = useMayChange();
  const [restoring, setRestoring] = useState<number>();
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
                  {mayChange && one.state !== 'ended' && version !== one.version && (
                    <div>
                      <Button size="compact-xs" variant="default" onClick={() => setRestoring(version)}>
                        {text.one.restore(formats.number(version, 0))}
                      </Button>
                    </div>
                  )}
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
          {restoring !== undefined && (
            <RestoreDialog one={one} version={restoring} close={() => setRestoring(undefined)} />
          )}
        </>
      )}
    </Part>
  );
};

/** An earlier version is brought back as the next: what is in force now stays among the versions. */
const RestoreDialog = ({ one, version, close }: { one: WholeProgramme; version: number; close(): void }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const client = useQueryClient();
  const [said, next] = [formats.number(version, 0), formats.number(one.version + 1, 0)];
  return (
    <WhyDialog
      title={text.one.restore(said)}
      hint={text.one.restoreHint(said, next)}
      yes={text.one.restoreYes}
      act={(why) => restoreVersion(one, version, why)}
      done={(restored) => {
        client.setQueryData(['surveys', 'one', one.id], restored);
        void client.invalidateQueries({ queryKey: ['surveys'] });
        close();
      }}
      close={close}
    />
  );
};
