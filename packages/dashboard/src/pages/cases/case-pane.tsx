import { Badge, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WholeCase } from '../../api/cases.ts';
import { askCustomer, nameOfRecord } from '../../api/customers.ts';
import { useCustomerWords } from '../customers/words/words.ts';
import { Actions } from './actions.tsx';
import classes from './cases.module.css';
import { History } from './history.tsx';
import { DueMark, SeverityMark, useNow } from './marks.tsx';
import { Said } from './said.tsx';
import { Standing } from './standing.tsx';
import { useCaseWords } from './words/words.ts';

/** A case: whose it is, what can be done with it, what the customer said, how it stands, and what was done. */
export const CasePane = ({ one }: { one: WholeCase }) => {
  const { states } = useCustomerWords();
  const now = useNow();
  return (
    <article className={classes.pane} data-open-case={one.id}>
      <header>
        <Group gap="sm" align="baseline">
          <Title order={2} size="h3" tabIndex={-1} ref={focus} className={classes.heading}>
            {one.about}
          </Title>
          <SeverityMark severity={one.severity} />
          <Badge variant="light" tt="none" c="var(--mantine-color-text)" data-state={one.state}>
            {states[one.state]}
          </Badge>
          <DueMark one={one} now={now} />
        </Group>
        <Whose customer={one.customer} />
      </header>
      <Actions one={one} />
      <Said one={one} />
      <Standing one={one} />
      <History one={one} />
    </article>
  );
};

/** Whoever opens a case is about to work on it; j and k go on from it all the same. */
const focus = (heading: HTMLElement | null): void => heading?.focus();

const Whose = ({ customer }: { customer: string }) => {
  const text = useCaseWords();
  const { data } = useQuery({
    queryKey: ['customer', customer, 'record'],
    queryFn: ({ signal }) => askCustomer.record({ id: customer, signal }),
    staleTime: 60_000,
  });
  return (
    <Text size="sm" className={classes.words}>
      <Link to="/customers/$id" params={{ id: customer }} className={classes.whose}>
        {data === undefined ? text.customer : nameOfRecord(data)}
      </Link>
    </Text>
  );
};
