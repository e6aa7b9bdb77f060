import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Candidate } from '../../../api/improvements.ts';
import { RangeFilter } from '../../../filters/filter-bar.tsx';
import { useFilters } from '../../../filters/use-filters.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Empty } from '../../../states/states.tsx';
import table from '../table.module.css';
import { useWordOf } from '../words-of.ts';
import { Paged } from './paged.tsx';
import { useCandidates } from './use-improvements.ts';
import { useImprovementWords } from './words/words.ts';

type Taking = { takeOn: ((one: Candidate) => void) | undefined };

/** Root causes that recur at a touchpoint, with what they took and what is done against them. */
export const Candidates = ({ takeOn }: Taking) => {
  const text = useImprovementWords();
  const { shown, show } = useFilters();
  return (
    <FactCard title={text.recurs}>
      <Text size="sm" c="dimmed" mb="xs">
        {text.recursLead}
      </Text>
      <Group gap="xs" mb="xs">
        <RangeFilter shown={shown} show={show} />
      </Group>
      <Paged query={useCandidates()}>
        {(pages) => <CandidateTable candidates={pages.flatMap((page) => page.candidates)} takeOn={takeOn} />}
      </Paged>
    </FactCard>
  );
};

const columns = ['cases', 'customers', 'hoursLost', 'reopened'] as const;

const CandidateTable = ({ candidates, takeOn }: Taking & { candidates: Candidate[] }) => {
  const text = useImprovementWords();
  const wordOf = useWordOf();
  if (candidates.length === 0) return <Empty title={text.nothingRecurs}>{text.nothingRecursHint}</Empty>;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{`${text.columns.cause} · ${text.columns.touchpoint}`}</th>
          {columns.map((column) => (
            <th key={column} scope="col" {...(column === 'hoursLost' && { title: text.hoursHint })}>
              {text.columns[column]}
            </th>
          ))}
          <th scope="col">{text.columns.against}</th>
        </tr>
      </thead>
      <tbody>
        {candidates.map((one) => (
          <tr key={`${one.touchpoint} ${one.cause}`} data-candidate={`${one.touchpoint} ${one.cause}`}>
            <th scope="row">{`${wordOf('rootCauses', one.cause)} · ${one.touchpoint}`}</th>
            <Counts one={one} />
            <td data-label={text.columns.against}>
              <Against one={one} takeOn={takeOn} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Counts = ({ one }: { one: Candidate }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  return columns.map((column) => (
    <td key={column} data-label={text.columns[column]} data-column={column}>
      {formats.number(one[column])}
    </td>
  ));
};

/** What is done against it already, or else that somebody may take it on. */
const Against = ({ one, takeOn }: Taking & { one: Candidate }) => {
  const text = useImprovementWords();
  const [id] = one.improvements;
  if (id !== undefined)
    return (
      <Anchor component={Link} to={`/cases/improvements/${id}`} size="sm">
        {text.takenOn(one.improvements.length)}
      </Anchor>
    );
  if (takeOn === undefined) return '–';
  return (
    <Button size="compact-xs" variant="default" onClick={() => takeOn(one)}>
      {text.takeOn}
    </Button>
  );
};
