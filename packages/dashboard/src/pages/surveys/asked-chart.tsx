import { useLanguage } from '../../i18n/language.tsx';
import { type AskedPart, sharesOf } from './asked.ts';
import classes from './asked-chart.module.css';
import { useSurveyWords } from './words/words.ts';

/** What a part is called: how it ended, or the reason in the words of who reads. */
export const useNameOfPart = () => {
  const text = useSurveyWords();
  return ({ key, kind }: Pick<AskedPart, 'key' | 'kind'>): string => {
    const reasons: Readonly<Record<string, string>> = text.reasons;
    return kind === 'withheld' || kind === 'undecided' ? (reasons[key] ?? key) : text.asked[kind];
  };
};

/** So many reasons have a colour of their own; whatever comes after has that of the last. */
const colours = 6;

const toneOf = ({ kind }: AskedPart, place: number): string =>
  kind === 'withheld' ? `reason-${Math.min(place, colours)}` : kind === 'undecided' ? 'pending' : kind;

/** All of it as one bar. */
export const AskedBar = ({ parts }: { parts: readonly AskedPart[] }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const nameOf = useNameOfPart();
  const said = parts.map((part) => `${nameOf(part)} ${formats.number(part.count, 0)}`).join(', ');
  return (
    <div className={classes.bar} role="img" aria-label={`${text.asked.bar}: ${said}`}>
      {parts.map((part, place) => (
        <span
          key={part.key}
          title={`${nameOf(part)}: ${formats.number(part.count, 0)}`}
          className={classes.piece}
          data-tone={toneOf(part, place)}
          style={{ flexGrow: part.count }}
        />
      ))}
    </div>
  );
};

/** The same bar with every part by name, how many and which share; together they are all of it. */
export const AskedChart = ({ parts, all }: { parts: readonly AskedPart[]; all: string }) => {
  const { formats } = useLanguage();
  const nameOf = useNameOfPart();
  const shares = sharesOf(parts.map(({ count }) => count));
  const sum = parts.reduce((total, { count }) => total + count, 0);
  return (
    <>
      <AskedBar parts={parts} />
      <table className={classes.parts}>
        <tbody>
          {parts.map((part, place) => (
            <tr key={part.key} data-part={part.key}>
              <th scope="row">
                <span className={classes.swatch} data-tone={toneOf(part, place)} aria-hidden />
                {nameOf(part)}
              </th>
              <td data-count>{formats.number(part.count, 0)}</td>
              <td data-share>{formats.percent((shares[place] ?? 0) / 10)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr data-part="all">
            <th scope="row">{all}</th>
            <td data-count>{formats.number(sum, 0)}</td>
            <td data-share>{formats.percent(100)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
};
