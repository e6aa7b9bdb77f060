import { Group } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Improvement } from '../../../api/improvements.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Empty } from '../../../states/states.tsx';
import classes from '../cases.module.css';
import { useWordOf } from '../words-of.ts';
import { Paged } from './paged.tsx';
import { improvementsShownIn, listed } from './shown.ts';
import { useImprovements } from './use-improvements.ts';
import { useImprovementWords } from './words/words.ts';

/** What was taken on, what is due first at the top. */
export const ImprovementList = ({ beside }: { beside: ReactNode }) => {
  const text = useImprovementWords();
  const { improvements: state = 'open' } = improvementsShownIn(useSearch({ strict: false }));
  return (
    <FactCard title={text.improvements}>
      <Group justify="space-between" gap="xs" mb="xs">
        <nav className={classes.views} aria-label={text.improvements}>
          {listed.map((one) => (
            <Link
              key={one}
              to="/cases/improvements"
              search={{ improvements: one === 'open' ? undefined : one }}
              className={classes.view}
              data-shown={one === state}
              activeOptions={{ explicitUndefined: true }}
            >
              {text.listed[one]}
            </Link>
          ))}
        </nav>
        {beside}
      </Group>
      <Paged query={useImprovements(state)}>
        {(pages) => <Rows improvements={pages.flatMap((page) => page.improvements)} />}
      </Paged>
    </FactCard>
  );
};

const Rows = ({ improvements }: { improvements: Improvement[] }) => {
  const text = useImprovementWords();
  if (improvements.length === 0) return <Empty title={text.empty}>{text.emptyHint}</Empty>;
  return (
    <ul className={classes.list}>
      {improvements.map((one) => (
        <li key={one.id}>
          <Row one={one} />
        </li>
      ))}
    </ul>
  );
};

const Row = ({ one }: { one: Improvement }) => {
  const wordOf = useWordOf();
  const cause = one.cause === undefined ? [] : [wordOf('rootCauses', one.cause)];
  return (
    <Link to="/cases/improvements/$id" params={{ id: one.id }} className={classes.row} data-improvement={one.id}>
      <span className={classes.line}>
        <b>{one.title}</b>
        <Standing one={one} />
      </span>
      <span className={classes.faint}>{[...cause, one.touchpoint, one.owner].join(' · ')}</span>
    </Link>
  );
};

type Stands = { one: Pick<Improvement, 'state' | 'due' | 'doneOn' | 'overdue'> };

/** Until when it is to work, since when it does, or that nobody does it. */
export const Standing = ({ one: { state, due, doneOn, overdue } }: Stands) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  const day = (date: string) => formats.day(date, 'UTC');
  const said = {
    open: overdue ? text.overdue(day(due)) : text.due(day(due)),
    done: text.since(day(doneOn ?? due)),
    dropped: text.states.dropped,
  };
  return (
    <span className={classes.due} data-due={overdue ? 'over' : 'later'}>
      {said[state]}
    </span>
  );
};
