import { Alert, Anchor, Button, Group, Kbd, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { askCustomer, nameOfRecord } from '../../api/customers.ts';
import { askIdentity, type Explanation } from '../../api/identity.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useMay } from '../../session/session.ts';
import { useCommands } from '../../states/commands.ts';
import { FactCard } from '../../states/fact-card.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { useCustomerWords } from '../customers/words/words.ts';
import { DecideDialog, type Deciding } from './decide-dialog.tsx';
import { Details } from './details.tsx';
import classes from './identity.module.css';
import { IdentityPicture } from './identity-picture.tsx';
import { Decisions, sentenceOf, Turnings } from './past.tsx';
import { type Place, pictureOf } from './picture.ts';
import { useActions } from './use-actions.ts';
import { useIdentityWords } from './words/words.ts';

/** Why a customer is one: as a picture, from which one decides otherwise. */
export const IdentityPage = () => {
  const text = useIdentityWords();
  const { notFound, notFoundHint } = useCustomerWords();
  const { id = '' } = useParams({ strict: false });
  const record = useQuery({
    queryKey: ['customer', id, 'record'],
    queryFn: ({ signal }) => askCustomer.record({ id, signal }),
  });
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id, 'identity'],
    queryFn: ({ signal }) => askIdentity.explanation({ id, signal }),
  });
  if (error instanceof ApiProblem && error.status === 404) return <Empty title={notFound}>{notFoundHint}</Empty>;
  return (
    <Page title={text.title(record.data === undefined ? '…' : nameOfRecord(record.data))}>
      <Anchor component={Link} to={`/customers/${id}`} size="sm" className={classes.back}>
        <ArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={48} count={5} />}
      {data && <Explained explanation={data} />}
    </Page>
  );
};

const Explained = ({ explanation }: { explanation: Explanation }) => {
  const text = useIdentityWords();
  const mayDecide = useMay('identity:write');
  const picture = useMemo(() => pictureOf(explanation), [explanation]);
  const [wanted, go] = useState<Place>({ node: 0 });
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [deciding, decide] = useState<Deciding>();
  const [done, setDone] = useState<{ decision: string; isUndone: boolean }>();
  // What was decided may have taken away where somebody was.
  const place = isIn(wanted, picture) ? wanted : { node: 0 };
  const marked = new Set(
    picture.nodes.flatMap(({ key, held }) => (held !== undefined && chosen.has(key) ? [key] : [])),
  );
  const isSeveral = explanation.identifiers.length > 1;
  const mark = (key: string): void => choose(marked.symmetricDifference(new Set([key])));
  return (
    <>
      {!explanation.complete.evidence && (
        <Text size="sm" mb="xs">
          {text.partial}
        </Text>
      )}
      {done && <Done done={done} undo={() => decide({ kind: 'undo', what: '', decision: done.decision })} />}
      <div className={classes.columns}>
        <FactCard title={text.picture}>
          <IdentityPicture {...{ picture, place, go, marked, ...(mayDecide && isSeveral && { mark }) }} />
        </FactCard>
        <div className={classes.side}>
          <Details {...{ explanation, picture, place }} />
          <Actions
            {...{ explanation, picture, place, marked, decide, mayDecide, isDeciding: deciding !== undefined }}
          />
          <Decisions
            decisions={explanation.decisions}
            undo={
              mayDecide
                ? (decision) => decide({ kind: 'undo', what: sentenceOf(decision, text.said), decision: decision.id })
                : undefined
            }
          />
          <Turnings history={explanation.history} />
        </div>
      </div>
      {deciding && (
        <DecideDialog
          deciding={deciding}
          close={() => decide(undefined)}
          done={(made) => {
            decide(undefined);
            choose(new Set());
            setDone(made);
          }}
        />
      )}
    </>
  );
};

const isIn = ({ node, edge }: Place, { nodes, edges }: ReturnType<typeof pictureOf>): boolean =>
  nodes[node] !== undefined && (edge === undefined || edges[edge]?.ends.includes(node) === true);

const Done = ({ done, undo }: { done: { isUndone: boolean }; undo(): void }) => {
  const text = useIdentityWords();
  return (
    <Alert variant="light" color="teal" mb="sm" p="xs" role="status">
      <Group gap="xs">
        <Text size="sm">{done.isUndone ? text.undone : text.decided}</Text>
        {!done.isUndone && (
          <Button size="compact-sm" variant="default" leftSection={<Undo2 size={14} aria-hidden />} onClick={undo}>
            {text.do.undoNow}
          </Button>
        )}
      </Group>
    </Alert>
  );
};

type Acting = Parameters<typeof useActions>[0] & { mayDecide: boolean | undefined; isDeciding: boolean };

/** What can be decided of what is chosen, each by a button, a key, and its name in the palette. */
const Actions = ({ mayDecide, isDeciding, ...chosen }: Acting) => {
  const text = useIdentityWords();
  const actions = useActions(chosen);
  useCommands(mayDecide && !isDeciding ? actions : []);
  if (mayDecide === false)
    return (
      <Text size="sm" c="dimmed">
        {text.not.allowed}
      </Text>
    );
  return (
    <section>
      {actions.length === 0 && (
        <Text size="sm" c="dimmed">
          {text.hints.choose}
        </Text>
      )}
      <Group gap={6}>
        {actions.map(({ key, label, run }) => (
          <Button key={key} size="xs" variant="default" rightSection={<Kbd size="xs">{key}</Kbd>} onClick={run}>
            {label}
          </Button>
        ))}
      </Group>
    </section>
  );
};
