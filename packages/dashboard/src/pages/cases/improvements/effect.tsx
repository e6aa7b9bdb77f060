import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import type { Effect, WholeImprovement } from '../../../api/improvements.ts';
import { zoneOfFigures } from '../../../filters/today.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Empty } from '../../../states/states.tsx';
import { valueText } from '../../overview/figure-text.ts';
import table from '../table.module.css';
import classes from './improvements.module.css';
import { useImprovementWords } from './words/words.ts';

/** What came of it: whether the score rose more here than elsewhere, by how much, and what that does not say. */
export const EffectCard = ({ one }: { one: WholeImprovement }) => {
  const text = useImprovementWords();
  const { effect } = one;
  return (
    <FactCard title={text.effect} beside={one.metric.toUpperCase()}>
      {effect === undefined ? (
        <Empty title={text.notYet}>{text.notYetHint}</Empty>
      ) : (
        <>
          <Verdict effect={effect} />
          <Sides effect={effect} />
          <Doubts effect={effect} />
        </>
      )}
    </FactCard>
  );
};

const icons = { better: CircleCheck, worse: TriangleAlert } as const;

const Verdict = ({ effect: { verdict, difference } }: { effect: Effect }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  const Icon = verdict === 'better' || verdict === 'worse' ? icons[verdict] : CircleHelp;
  return (
    <>
      <p className={classes.verdict} data-verdict={verdict}>
        <Icon size={18} aria-hidden />
        <span>{text.verdicts[verdict]}</span>
      </p>
      {difference && (
        <Text size="sm" mb="xs" data-difference={difference.value}>
          {text.difference(
            formats.signed(difference.value),
            formats.signed(difference.low),
            formats.signed(difference.high),
          )}
        </Text>
      )}
    </>
  );
};

/** The score before and after, here and elsewhere, each with of how many answers. */
const Sides = ({ effect: { metric, before, after, here, elsewhere } }: { effect: Effect }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  const days = useDays();
  const answers = (n: number) => text.answers(formats.number(n, 0));
  const rise = (change: number | undefined) => (change === undefined ? '–' : formats.signed(change));
  const scored = ({ value, n }: { value?: number; n: number }) =>
    `${valueText(metric, value, formats)} (${answers(n)})`;
  const rows = [
    { side: 'here', name: text.here, cells: [scored(here.before), scored(here.after), rise(here.change)] },
    {
      ...{ side: 'elsewhere', name: text.elsewhere(formats.number(elsewhere.touchpoints, 0)) },
      cells: [answers(elsewhere.before), answers(elsewhere.after), rise(elsewhere.change)],
    },
  ];
  const columns = [`${text.before} (${days(before)})`, `${text.after} (${days(after)})`, text.change];
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{metric.toUpperCase()}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ side, name, cells }) => (
          <tr key={side} data-side={side}>
            <th scope="row">{name}</th>
            {columns.map((column, n) => (
              <td key={column} data-label={column}>
                {cells[n]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The days of a time, of the zone in which Hilo counts them: the last is that before its end. */
const useDays = () => {
  const { formats } = useLanguage();
  const zone = zoneOfFigures();
  return ({ from, to }: { from: string; to: string }): string =>
    `${formats.shortDay(from, zone)} – ${formats.shortDay(Date.parse(to) - 1, zone)}`;
};

const Doubts = ({ effect: { asFar, elsewhere, leftOut, alsoHere, difference } }: { effect: Effect }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  const count = (n: number) => formats.number(n, 0);
  return (
    <ul className={classes.doubts}>
      {difference && <li>{text.asFar(count(asFar), count(elsewhere.touchpoints))}</li>}
      {leftOut > 0 && <li>{text.leftOut(count(leftOut))}</li>}
      {alsoHere.length > 0 && (
        <li>
          {text.alsoHere}{' '}
          {alsoHere.map((id, n) => (
            <Link key={id} to="/cases/improvements/$id" params={{ id }} className={classes.also}>
              {n + 1}
            </Link>
          ))}
        </li>
      )}
      <li>{text.caution}</li>
    </ul>
  );
};
