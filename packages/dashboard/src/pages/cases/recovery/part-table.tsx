import { Group, NativeSelect } from '@mantine/core';
import { FactCard } from '../../../states/fact-card.tsx';
import table from '../table.module.css';
import { useWordOf } from '../words-of.ts';
import { type PartRow, partRows } from './part-rows.ts';
import type { Answers } from './questions.ts';
import { type Part, parts } from './shown.ts';
import { useWritten } from './use-written.ts';
import { useRecoveryWords } from './words/words.ts';

type Props = { answers: Answers; by: Part; choose(by: Part): void };
const columns = ['opened', 'resolved', 'inTime', 'hours', 'reopened', 'recovery'] as const;

/** What came of which cases; those of most cases stand first. */
export const PartTable = ({ answers, by, choose }: Props) => {
  const text = useRecoveryWords();
  const nameOf = useNameOf(by);
  const cellsOf = useCells();
  return (
    <FactCard title={text.table}>
      <Group mb="xs">
        <NativeSelect
          size="xs"
          aria-label={text.by}
          data={parts.map((value) => ({ value, label: `${text.by}: ${text.parts[value]}` }))}
          value={by}
          onChange={({ currentTarget: { value } }) => choose(parts.find((one) => one === value) ?? 'cause')}
        />
      </Group>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{text.parts[by]}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {text.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {partRows(answers, by).map((row) => (
            <tr key={row.name} data-part={row.name}>
              <th scope="row">{nameOf(row.name)}</th>
              {columns.map((column) => (
                <td key={column} data-label={text.columns[column]} data-column={column}>
                  {cellsOf(row)[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </FactCard>
  );
};

/** What a part is called; of that of which nothing is known, that. */
const useNameOf = (by: Part) => {
  const text = useRecoveryWords();
  const wordOf = useWordOf();
  return (name: string): string => {
    if (name === '(none)') return by === 'cause' ? text.none.cause : text.none.other;
    if (by === 'cause') return wordOf('rootCauses', name);
    return by === 'severity' ? wordOf('severities', name) : name;
  };
};

const useCells = () => {
  const { count, hours, percent, rise, between } = useWritten();
  return ({ opened, resolved, inTime, hours: took, reopened, recovery }: PartRow) => {
    const bounds = between(recovery, rise);
    const rose = rise(recovery?.value);
    return {
      opened: count(opened),
      resolved: count(resolved),
      inTime: percent(inTime?.value),
      hours: hours(took),
      reopened: percent(reopened?.value),
      recovery: bounds === undefined ? rose : `${rose} (${bounds})`,
    };
  };
};
