import type { UseQueryResult } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { Part } from '../quality/part.tsx';
import { askedParts } from './asked.ts';
import { AskedChart } from './asked-chart.tsx';
import type { CountsOfDays } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

/** Who was asked, who was not, and why: of one programme, or of all. */
export const AskedCard = ({ query, programme }: { query: UseQueryResult<CountsOfDays>; programme?: string }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const day = (at: string): string => formats.day(at, 'UTC');
  const lead = query.data && text.asked.lead(day(query.data.from), day(query.data.to));
  return (
    <Part title={text.asked.title} query={query} rows={5} {...(lead !== undefined && { lead })}>
      {({ programmes }) => {
        const parts = askedParts(programmes.filter((one) => programme === undefined || one.programme === programme));
        if (parts.length === 0) return <Empty title={text.asked.empty}>{text.asked.emptyHint}</Empty>;
        return <AskedChart parts={parts} all={text.asked.all} />;
      }}
    </Part>
  );
};
