import { Card, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BellRing, TrendingDown, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { type Behind, Who } from '../../cards/who.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty, Waiting } from '../../states/states.tsx';
import { useBehind } from './behind.ts';
import { type Moved, whatMoved } from './moved.ts';
import classes from './overview.module.css';
import type { Answers, Questions } from './questions.ts';
import { useSayAlert, useSayMoved } from './say-moved.ts';

const mostAlerts = 3;

type Props = { answers: Answers | undefined; questions: Questions; isCompared: boolean };

/** Three kinds of sentences: alerts that are open, scores that moved beyond chance, and the complaints and words that rose with them. */
export const MovedCard = ({ answers, questions, isCompared }: Props) => {
  const { words } = useLanguage();
  const [behind, see] = useState<Behind>();
  const behindOf = useBehindMoved(questions);
  const [sayMoved, sayAlert] = [useSayMoved(), useSayAlert()];
  const { data: alerts = [] } = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: async ({ signal }) =>
      (await answerOf(api.GET('/v1/alerts', { params: { query: { state: 'open', limit: mostAlerts } }, signal })))
        .alerts,
  });
  const moved = answers === undefined ? [] : whatMoved(answers);
  const isEmpty = moved.length === 0 && alerts.length === 0;
  return (
    <Card withBorder padding="md" component="section" aria-labelledby="moved">
      <Title order={2} size="h4" id="moved" mb="xs">
        {words.moved.title}
      </Title>
      {answers === undefined && <Waiting height={36} count={3} />}
      {answers !== undefined && isEmpty && (
        <Empty title={words.moved.none}>{isCompared ? words.moved.noneHint : words.moved.compareOff}</Empty>
      )}
      <ul className={classes.list}>
        {alerts.map((alert) => (
          <Sentence key={alert.id} kind="alert" said={sayAlert(alert)} />
        ))}
        {moved.map((one) => (
          <Sentence
            key={`${one.cause} ${one.group}`}
            kind={one.by > 0 ? 'up' : 'down'}
            said={sayMoved(one)}
            {...(isListed(one) && { open: () => see(behindOf(one, sayMoved(one).what)) })}
          />
        ))}
      </ul>
      {behind && <Who behind={behind} close={() => see(undefined)} />}
    </Card>
  );
};

/** Of texts about a topic there is no list: who wrote them is read with their words, on the thread. */
const isListed = ({ cause }: Moved): boolean => cause !== 'topics';

/** Who is behind what moved, as it is now. */
const useBehindMoved = (questions: Questions) => {
  const behind = useBehind();
  return ({ cause, group }: Moved, title: string): Behind =>
    behind({ question: questions[cause], group: { touchpoint: group }, title });
};

const icons = { alert: BellRing, up: TrendingUp, down: TrendingDown };

type Saying = { kind: keyof typeof icons; said: { what: string; why: string }; open?: () => void };

const Sentence = ({ kind, said, open }: Saying) => {
  const { words } = useLanguage();
  const Icon = icons[kind];
  return (
    <li>
      <Icon size={16} aria-hidden />
      <div>
        {open ? (
          <UnstyledButton className={classes.sentence} onClick={open} aria-label={words.moved.seeWho(said.what)}>
            {said.what}
          </UnstyledButton>
        ) : (
          <Text size="sm" fw={600}>
            {said.what}
          </Text>
        )}
        <Text size="xs" c="dimmed" className={classes.numbers}>
          {said.why}
        </Text>
      </div>
    </li>
  );
};
