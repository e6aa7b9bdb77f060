import { SegmentedControl } from '@mantine/core';
import type { ContactCounts } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { Part } from '../quality/part.tsx';
import classes from './pressure.module.css';
import { type Split, splits } from './shown.ts';
import { useContactCounts, useShownPressure } from './use-pressure.ts';
import { usePressureWords } from './words/words.ts';

/** Which system or department contacts how many, and how many of these said no or were somebody else. */
export const PressesCard = () => {
  const text = usePressureWords();
  const { shown, show } = useShownPressure();
  const split = shown.split ?? 'sources';
  const query = useContactCounts();
  return (
    <Part title={text.presses.title} query={query} rows={5}>
      {(counts) => (
        <>
          <SegmentedControl
            size="xs"
            mb="xs"
            maw="100%"
            aria-label={text.presses.by}
            data={splits.map((value) => ({ value, label: text.presses.splits[value] }))}
            value={split}
            onChange={(value) => show({ ...shown, split: splits.find((one) => one === value) })}
          />
          {counts.total.contacts === 0 ? (
            <Empty title={text.presses.none}>{text.presses.noneHint}</Empty>
          ) : (
            <PressTable counts={counts} split={split} />
          )}
        </>
      )}
    </Part>
  );
};

type Props = { counts: ContactCounts; split: Split };

const PressTable = ({ counts, split }: Props) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const rows = counts[split];
  const whole = (value: number) => formats.number(value, 0);
  const most = Math.max(1, ...rows.map(({ contacts }) => contacts));
  const share = (per1000: number | null) => (per1000 === null ? '' : ` ${formats.number(per1000)} ‰`);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{text.presses.splits[split]}</th>
          <th scope="col">{text.figures.names.contacts}</th>
          <th scope="col">{text.figures.names.refused}</th>
          <th scope="col">{text.figures.names.wrongPerson}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name ?? ''} data-press={row.name ?? 'unsaid'}>
            <th scope="row">
              <PressName split={split} name={row.name} />
              <span className={classes.bar} style={{ width: `${(100 * row.contacts) / most}%` }} aria-hidden />
            </th>
            <td data-count="contacts">{whole(row.contacts)}</td>
            <td data-count="refused">
              {whole(row.refused)}
              <small>{share(row.refusedPer1000)}</small>
            </td>
            <td data-count="wrongPerson">
              {whole(row.wrongPerson)}
              <small>{share(row.wrongPersonPer1000)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Sources and purposes are called as they are; of channels and kinds there are words. */
const PressName = ({ split, name }: { split: Split; name: string | undefined }) => {
  const { words } = useLanguage();
  const text = usePressureWords();
  if (name === undefined) return <i>{text.presses.unsaid}</i>;
  const known: Readonly<Record<string, string>> =
    split === 'channels' ? words.channels : split === 'classes' ? text.classes : {};
  return <>{Object.hasOwn(known, name) ? known[name] : name}</>;
};
