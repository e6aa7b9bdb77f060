import { Text } from '@mantine/core';
import { askQuality, type Ledger } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { imbalanceOf, ledgerParts } from './balance.ts';
import { Part, useAnswer, Verdict } from './part.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** What became of all that was accepted: one bar that sums, and whether it does. */
export const LedgerPart = () => {
  const text = useQualityWords();
  const query = useAnswer('ledger', askQuality.ledger, { often: true });
  return (
    <Part title={text.ledger.title} lead={text.ledger.lead} query={query} rows={4}>
      {(ledger) => (
        <>
          <Balance ledger={ledger} />
          <Bar ledger={ledger} />
          <Legend ledger={ledger} />
        </>
      )}
    </Part>
  );
};

const Balance = ({ ledger }: { ledger: Ledger }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const by = imbalanceOf(ledger);
  const number = (value: number) => formats.number(value, 0);
  if (ledger.accepted === 0 && by === 0) return <Verdict tone="fine">{text.ledger.empty}</Verdict>;
  if (by === 0) {
    const sum = `${number(ledger.accepted)} = ${ledgerParts.map((part) => number(ledger[part])).join(' + ')}`;
    return <Verdict tone="fine">{text.ledger.balances(sum)}</Verdict>;
  }
  return (
    <>
      <Verdict tone="wrong">{by > 0 ? text.ledger.less(number(by)) : text.ledger.more(number(-by))}</Verdict>
      <Text size="sm">{text.ledger.hint}</Text>
    </>
  );
};

const Bar = ({ ledger }: { ledger: Ledger }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const said = ledgerParts.map((part) => `${text.ledger.parts[part]} ${formats.number(ledger[part], 0)}`);
  return (
    <div className={classes.bar} role="img" aria-label={`${text.ledger.bar}: ${said.join(', ')}`}>
      {ledgerParts
        .filter((part) => ledger[part] > 0)
        .map((part) => (
          <span key={part} data-part={part} className={classes.piece} style={{ flexGrow: ledger[part] }} />
        ))}
    </div>
  );
};

const Legend = ({ ledger }: { ledger: Ledger }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  return (
    <dl className={classes.legend}>
      {(['accepted', ...ledgerParts] as const).map((part) => (
        <div key={part}>
          <dt>
            {part !== 'accepted' && <span data-part={part} className={classes.swatch} aria-hidden />}
            {text.ledger.parts[part]}
          </dt>
          <dd data-count={part}>{formats.number(ledger[part], 0)}</dd>
        </div>
      ))}
    </dl>
  );
};
