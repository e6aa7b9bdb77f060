import { Button, Text } from '@mantine/core';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useRef } from 'react';
import type { CaseOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useCommands } from '../../states/commands.ts';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import classes from './cases.module.css';
import { firstDueFirst } from './due.ts';
import { DueMark, SeverityMark, useNow } from './marks.tsx';
import { useCaseList, useMe } from './use-cases.ts';
import { useShownCases } from './use-shown-cases.ts';
import { useCaseWords } from './words/words.ts';

/** The cases that are looked at, what is due first at the top: j and k go through them, Enter opens one. */
export const CaseList = () => {
  const text = useCaseWords();
  const { shown } = useShownCases();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } =
    useCaseList(shown);
  const now = useNow();
  const list = useKeys();
  const cases = data && firstDueFirst(data.pages.flatMap((page) => page.cases));
  const isFiltered = shown.queue !== undefined || shown.severity !== undefined;
  return (
    <>
      {error && <Failed error={error} retry={() => void refetch()} isStale={cases !== undefined} />}
      {cases === undefined && !error && <Waiting height={64} count={6} />}
      {cases?.length === 0 && (
        <Empty title={text.empty[shown.cases ?? 'hand']}>{isFiltered ? text.emptyFiltered : text.emptyHint}</Empty>
      )}
      <ul className={classes.list} ref={list} aria-busy={isPlaceholderData}>
        {cases?.map((one) => (
          <li key={one.id}>
            <Row one={one} now={now} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <>
          <Text size="xs" c="dimmed" my="xs">
            {text.moreHint}
          </Text>
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {text.more}
          </Button>
        </>
      )}
    </>
  );
};

const Row = ({ one, now }: { one: CaseOf; now: number }) => {
  const { words } = useLanguage();
  const text = useCaseWords();
  const channels: Readonly<Record<string, string>> = words.channels;
  const me = useMe();
  const owner = one.owner === undefined ? text.nobody : one.owner === me ? text.you : one.owner;
  return (
    <Link to="/cases/$id" params={{ id: one.id }} className={classes.row} data-case={one.id}>
      <span className={classes.line}>
        <b>{one.about}</b>
        <SeverityMark severity={one.severity} />
      </span>
      <span className={classes.line}>
        <span className={classes.faint}>
          {one.rule} · {channels[one.channel] ?? one.channel}
        </span>
        <DueMark one={one} now={now} />
      </span>
      <span className={classes.faint}>
        {one.queue} · {owner}
      </span>
    </Link>
  );
};

/** Moves through the list by keys; gives where it is shown. */
const useKeys = () => {
  const text = useCaseWords();
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const isOpen = useRouterState({ select: ({ location }) => location.pathname.length > '/cases/'.length });
  useCommands([
    { key: 'j', label: text.keys.next, run: () => step(list.current, 1) },
    { key: 'k', label: text.keys.previous, run: () => step(list.current, -1) },
    ...(isOpen ? [{ key: 'u', label: text.keys.back, run: () => void navigate({ to: '/cases' }) }] : []),
  ]);
  return list;
};

/** To the next of the list, from the one that has the focus, or else from the one that is open. */
const step = (list: HTMLElement | null, by: 1 | -1): void => {
  const links = [...(list?.querySelectorAll('a') ?? [])];
  const focused = links.findIndex((one) => one.matches(':focus'));
  const from = focused >= 0 ? focused : links.findIndex((one) => one.getAttribute('aria-current') === 'page');
  links[from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + by))]?.focus();
};
