import { Text } from '@mantine/core';
import { type CustomerRecord, nameOfRecord, traitsOf } from '../../api/customers.ts';
import type { Rehearsal } from '../../api/identity.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './identity.module.css';
import { useIdentityWords } from './words/words.ts';

/** The records that a decision would make others, as they are and as they would be. */
export const BeforeAndAfter = ({ rehearsal: { before, after } }: { rehearsal: Rehearsal }) => {
  const text = useIdentityWords();
  if (before.length === 0 && after.length === 0) return <Text size="sm">{text.nothing}</Text>;
  return (
    <div className={classes.sides}>
      <Side title={text.now} records={before} name="before" />
      <Side title={text.after} records={after} name="after" />
    </div>
  );
};

const Side = ({ title, records, name }: { title: string; records: readonly CustomerRecord[]; name: string }) => (
  <section aria-label={title} data-side={name}>
    <Text size="sm" fw={600}>
      {title}
    </Text>
    {records.map((record) => (
      <OneRecord key={record.id} record={record} />
    ))}
  </section>
);

const OneRecord = ({ record }: { record: CustomerRecord }) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  return (
    <div className={classes.record} data-record={record.id}>
      <Text size="sm" fw={600}>
        {nameOfRecord(record)}
      </Text>
      {record.identifiers.map(({ kind, value }) => (
        <Text size="xs" key={`${kind} ${value}`}>
          {kind}: {value}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {text.interactions(formats.number(record.interactions.total, 0))} ·{' '}
        {text.traitsOf(formats.number(traitsOf(record).length, 0))}
      </Text>
    </div>
  );
};
