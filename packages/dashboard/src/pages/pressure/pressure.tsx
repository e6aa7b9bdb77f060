import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { RangeFilter } from '../../filters/filter-bar.tsx';
import { howMany } from '../../filters/filters.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { ChangeCard } from './change-card.tsx';
import { isSamePolicy, readDraft, writtenPolicy } from './draft.ts';
import { FiguresCard } from './figures-card.tsx';
import { HoursCard } from './hours-card.tsx';
import { PolicyCard } from './policy-card.tsx';
import { PressedCard } from './pressed-card.tsx';
import { PressesCard } from './presses-card.tsx';
import classes from './pressure.module.css';
import { useMayChange, usePolicy } from './use-pressure.ts';
import { usePressureWords } from './words/words.ts';

/** Who contacts whom too much, when it is permitted, and by which policy; a change of it is tried before it is published. */
export const PressurePage = () => {
  const { words } = useLanguage();
  const text = usePressureWords();
  const { shown, show } = useFilters();
  return (
    <Page
      title={words.pages.pressure}
      beside={
        <Text size="sm" c="dimmed">
          {text.lead}
        </Text>
      }
    >
      <Group gap="xs" mb="sm">
        <RangeFilter shown={shown} show={show} />
        {howMany(shown) > 0 && (
          <Text size="xs" c="dimmed">
            {text.onlyTime}
          </Text>
        )}
      </Group>
      <div className={classes.parts}>
        <FiguresCard />
        <div className={classes.two}>
          <PressesCard />
          <PressedCard />
        </div>
        <PolicyParts />
      </div>
    </Page>
  );
};

/** The hours, the policy, and its draft, of which the hours are shown as well. */
const PolicyParts = () => {
  const text = usePressureWords();
  const { data: inForce } = usePolicy();
  const mayChange = useMayChange();
  const [written, write] = useState<string>();
  const known = inForce?.policy;
  const draft = written === undefined ? undefined : readDraft(written);
  const isChanged = written !== undefined && (draft === undefined || !known || !isSamePolicy(known, draft));
  return (
    <>
      <HoursCard draft={isChanged ? draft : undefined} />
      <div className={classes.two}>
        <PolicyCard load={mayChange ? (policy) => write(writtenPolicy(policy)) : undefined} />
        {mayChange && inForce ? (
          <ChangeCard
            inForce={inForce}
            written={written ?? (known ? writtenPolicy(known) : '')}
            isChanged={isChanged}
            write={write}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {!mayChange && text.change.mayNot}
          </Text>
        )}
      </div>
    </>
  );
};
