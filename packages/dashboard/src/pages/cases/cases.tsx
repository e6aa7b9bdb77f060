import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { askCases } from '../../api/cases.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { CaseFilters } from './case-filters.tsx';
import { CaseList } from './case-list.tsx';
import { CasePane } from './case-pane.tsx';
import { CaseTabs } from './case-tabs.tsx';
import classes from './cases.module.css';
import { KeysHelp } from './keys-help.tsx';
import { useCaseWords } from './words/words.ts';

/** The inbox: which cases there are, and beside them the one that is open. */
export const CasesPage = () => {
  const { words } = useLanguage();
  const text = useCaseWords();
  const isOpen = useRouterState({ select: ({ location }) => location.pathname.length > '/cases/'.length });
  return (
    <Page title={words.pages.cases} beside={<KeysHelp />}>
      <div className={classes.filters} data-open={isOpen}>
        <CaseTabs shown="inbox" />
        <CaseFilters />
      </div>
      <div className={classes.inbox} data-open={isOpen}>
        <section className={classes.left} aria-label={text.list}>
          <CaseList />
        </section>
        <div className={classes.right}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
};

/** In place of a case, as long as none is open: nobody is shown whom nobody wanted to see. */
export const NoCase = () => {
  const text = useCaseWords();
  return <Empty title={text.choose}>{text.chooseHint}</Empty>;
};

/** The case of the address. */
export const OpenedCase = () => {
  const text = useCaseWords();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => askCases.one({ id, signal }),
  });
  const isUnknown = error instanceof ApiProblem && [400, 404].includes(error.status);
  return (
    <>
      <Anchor component={Link} to="/cases" size="sm" className={classes.back}>
        <ArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      {isUnknown && <Empty title={text.notFound}>{text.notFoundHint}</Empty>}
      {error && !isUnknown && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={96} count={4} />}
      {data && !isUnknown && <CasePane key={id} one={data} />}
    </>
  );
};
