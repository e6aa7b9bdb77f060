import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type CustomerRecord, traitsOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

/** By what she is known. */
export const IdentifiersCard = ({ record }: { record: CustomerRecord }) => {
  const text = useCustomerWords();
  return (
    <FactCard title={text.knownBy}>
      <dl className={classes.facts}>
        {record.identifiers.map(({ kind, value }) => (
          <Fact key={`${kind} ${value}`} name={kind}>
            {value}
          </Fact>
        ))}
      </dl>
      <Anchor component={Link} to={`/customers/${record.id}/identity`} size="sm" mt="xs" display="inline-block">
        {text.whyOne}
      </Anchor>
    </FactCard>
  );
};

/** What is known of her, each with who said so and when. */
export const TraitsCard = ({ record }: { record: CustomerRecord }) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  const traits = traitsOf(record);
  return (
    <FactCard title={text.traits}>
      {traits.length === 0 && <Text size="sm">{text.noTraits}</Text>}
      <dl className={classes.facts}>
        {traits.map(({ name, value, source, at }) => (
          <Fact key={`${name} ${value}`} name={name}>
            <span title={text.saidBy(source, formats.moment(at))}>{value}</span>
          </Fact>
        ))}
      </dl>
    </FactCard>
  );
};

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
