import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ContactCounts } from '../../api/pressure.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import { lineOf } from './days.ts';
import classes from './pressure.module.css';
import { todayOfLedger, useContactCounts } from './use-pressure.ts';
import { usePressureWords } from './words/words.ts';

/** How many contacts there were, and what came of them that should not have. */
export const FiguresCard = () => {
  const text = usePressureWords();
  const query = useContactCounts();
  return (
    <Part title={text.figures.title} lead={text.figures.lead} query={query} rows={4}>
      {(counts) => <Figures counts={counts} />}
    </Part>
  );
};

const Figures = ({ counts }: { counts: ContactCounts }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const { total, objections, from, to } = counts;
  const whole = (value: number) => formats.number(value, 0);
  const per1000 = (value: number | null) => (value === null ? undefined : text.per1000(formats.number(value)));
  const line = (counted: 'contacts' | 'refused' | 'wrongPerson') => (
    <Sparkline points={lineOf(counts, counted, todayOfLedger())} label={text.figures.line[counted]} height={36} />
  );
  return (
    <>
      <dl className={classes.figures}>
        <Figure name="contacts" value={whole(total.contacts)} note={text.figures.people(whole(total.people))}>
          {line('contacts')}
        </Figure>
        <Figure name="refused" value={whole(total.refused)} note={per1000(total.refusedPer1000)}>
          {line('refused')}
        </Figure>
        <Figure name="wrongPerson" value={whole(total.wrongPerson)} note={per1000(total.wrongPersonPer1000)}>
          {line('wrongPerson')}
        </Figure>
        <Figure name="bounced" value={whole(total.bounced)} note={text.figures.notes.bounced} />
        <Figure name="objections" value={whole(objections)} note={text.figures.notes.objections} />
        <Figure name="reserved" value={whole(total.reserved)} note={text.figures.notes.reserved} />
      </dl>
      <Text size="xs" c="dimmed" mt="xs">
        {text.figures.days(formats.day(from, 'UTC'), formats.day(to, 'UTC'))}
      </Text>
    </>
  );
};

type FigureName = 'contacts' | 'refused' | 'wrongPerson' | 'bounced' | 'objections' | 'reserved';
type FigureProps = { name: FigureName; value: string; note: string | undefined; children?: ReactNode };

const Figure = ({ name, value, note, children }: FigureProps) => {
  const text = usePressureWords();
  return (
    <div>
      <dt>{text.figures.names[name]}</dt>
      <dd>
        <b data-figure={name}>{value}</b>
        <span>{note ?? '–'}</span>
        {children}
      </dd>
    </div>
  );
};
