import { Text } from '@mantine/core';
import { totalOf } from '../../../api/figures.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { FilterBar } from '../../../filters/filter-bar.tsx';
import { useLanguage } from '../../../i18n/language.tsx';
import { Page } from '../../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../../states/states.tsx';
import { useLast } from '../../../states/use-last.ts';
import { ViewsButton } from '../../../views/views-button.tsx';
import { CaseTabs } from '../case-tabs.tsx';
import { KeysHelp } from '../keys-help.tsx';
import { Afterwards } from './afterwards.tsx';
import { PartTable } from './part-table.tsx';
import classes from './recovery.module.css';
import { RecoveryTiles } from './tiles.tsx';
import { usePart, useRecovery } from './use-recovery.ts';
import { useRecoveryWords } from './words/words.ts';

/** What closing the loop achieved: in which time, for how many, and what they say afterwards. */
export const RecoveryPage = () => {
  const { words, formats } = useLanguage();
  const text = useRecoveryWords();
  const { by, choose } = usePart();
  const { data: read, error, refetch, isPlaceholderData } = useRecovery(by);
  const data = useLast(read);
  const isForbidden = error instanceof ApiProblem && error.status === 403;
  return (
    <Page title={words.pages.cases} beside={<KeysHelp />}>
      <CaseTabs shown="recovery" />
      <FilterBar>
        <ViewsButton />
      </FilterBar>
      <Text size="sm" c="dimmed" mb="sm">
        {text.lead}
        {data?.asOf && ` ${words.states.asOf(formats.time(data.asOf))} ${formats.zone}.`}
      </Text>
      {isForbidden && <Empty title={words.states.notAllowed} />}
      {error && !isForbidden && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={110} count={4} />}
      {data !== undefined && (
        <div className={error || isPlaceholderData ? classes.stale : undefined} aria-busy={isPlaceholderData}>
          {totalOf(data.answers.get('opened'))?.value === 0 ? (
            <Empty title={text.empty}>{text.emptyHint}</Empty>
          ) : (
            <div className={classes.parts}>
              <RecoveryTiles answers={data.answers} />
              <Afterwards row={totalOf(data.answers.get('recovery'))} />
              <PartTable answers={data.answers} by={data.by} choose={choose} />
            </div>
          )}
        </div>
      )}
    </Page>
  );
};
