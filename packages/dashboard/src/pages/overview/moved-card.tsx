import { Card, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BellRing, TrendingDown, TrendingUp } from 'lucide-react';
import { answerOf, api } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty, Waiting } from '../../states/states.tsx';
import { whatMoved } from './moved.ts';
import classes from './overview.module.css';
import type { Answers } from './questions.ts';
import { useSayAlert, useSayMoved } from './say-moved.ts';

const mostAlerts = 3;

/** Three kinds of sentences: alerts that are open, scores that moved beyond chance, and the complaints and words that rose with them. */
export const MovedCard = ({ answers, isCompared }: { answers: Answers | undefined; isCompared: boolean }) => {
  const { words } = useLanguage();
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
          <Sentence key={`${one.cause} ${one.group}`} kind={one.by > 0 ? 'up' : 'down'} said={sayMoved(one)} />
        ))}
      </ul>
    </Card>
  );
};

const icons = { alert: BellRing, up: TrendingUp, down: TrendingDown };

const Sentence = ({ kind, said }: { kind: keyof typeof icons; said: { what: string; why: string } }) => {
  const Icon = icons[kind];
  return (
    <li>
      <Icon size={16} aria-hidden />
      <div>
        <Text size="sm" fw={600}>
          {said.what}
        </Text>
        <Text size="xs" c="dimmed" className={classes.numbers}>
          {said.why}
        </Text>
      </div>
    </li>
  );
};
