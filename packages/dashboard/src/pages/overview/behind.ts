import { askRows, type ListedRow, type Question } from '../../api/figures.ts';
import type { Behind } from '../../cards/who.tsx';
import { useLanguage } from '../../i18n/language.tsx';

/** So many at once. */
const pageSize = 20;

type Of = { question: Question; group?: Readonly<Record<string, string>>; title: string };

/** Who is behind a figure, or behind one of its groups: a line for each that it counts. */
export const useBehind = (): ((of: Of) => Behind) => {
  const say = useSayRow();
  return ({ question, group = {}, title }) => ({
    key: ['rows', question, group],
    title,
    list: async ({ cursor, signal }) => {
      const page = { question, group, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const { rows, nextCursor } = await askRows(page, signal);
      const customers = rows.map((row, n) => ({
        key: `${cursor ?? ''} ${n}`,
        said: say(question.metric, row),
        ...(row.customer !== undefined && { customer: row.customer }),
      }));
      return { customers, ...(nextCursor !== undefined && { nextCursor }) };
    },
  });
};

/** What one of those that are counted is, in words. */
const useSayRow = () => {
  const { words, formats } = useLanguage();
  const { behind } = words.detail;
  return (metric: Question['metric'], { occurredAt, value }: ListedRow): string => {
    const at = formats.moment(occurredAt);
    if (value === undefined) return at;
    const said: Partial<Record<Question['metric'], string>> = {
      'response-rate': value === 1 ? behind.answered : behind.unanswered,
      immediacy: behind.after(formats.number(value / 60)),
      pressure: behind.contacts(formats.number(value, 0)),
    };
    return `${said[metric] ?? formats.number(value, 0)} · ${at}`;
  };
};
