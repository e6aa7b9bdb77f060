import { Text } from '@mantine/core';
import type { Row } from '../../../api/figures.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Empty } from '../../../states/states.tsx';
import classes from './recovery.module.css';
import { useRecoveryWords } from './words/words.ts';

/** Of those who scored again after their case was resolved, how many are happier, as happy, and less happy. */
export const Afterwards = ({ row }: { row: Row | undefined }) => {
  const { formats } = useLanguage();
  const text = useRecoveryWords();
  const [n, rose, fell] = [row?.n ?? 0, countIn(row, 'better'), countIn(row, 'worse')];
  const parts = [
    { part: 'rose', count: rose },
    { part: 'same', count: n - rose - fell },
    { part: 'fell', count: fell },
  ] as const;
  const beside = n === 0 ? {} : { beside: text.scoresOf(formats.number(n, 0)) };
  return (
    <FactCard title={text.afterwards} {...beside}>
      {n === 0 ? (
        <Empty title={text.noneAfterwards}>{text.noneAfterwardsHint}</Empty>
      ) : (
        <>
          <div className={classes.bar} aria-hidden>
            {parts
              .filter(({ count }) => count > 0)
              .map(({ part, count }) => (
                <span key={part} className={classes.piece} data-part={part} style={{ flexGrow: count }} />
              ))}
          </div>
          <dl className={classes.legend}>
            {parts.map(({ part, count }) => (
              <div key={part}>
                <dt>
                  <span className={classes.swatch} data-part={part} aria-hidden />
                  {text[part]}
                </dt>
                <dd data-afterwards={part}>
                  {formats.number(count, 0)}{' '}
                  <Text span size="sm" c="dimmed">
                    {formats.percent((100 * count) / n, 0)}
                  </Text>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </FactCard>
  );
};

const countIn = (row: Row | undefined, name: string): number => {
  const found = row?.[name];
  return typeof found === 'number' ? found : 0;
};
