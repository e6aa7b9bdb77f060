import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askPressure, type PressedCustomer } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { Part } from '../quality/part.tsx';
import classes from './pressure.module.css';
import { usePressureWords } from './words/words.ts';

/** How many customers were contacted how often within seven days, and who of them may not be contacted any more. */
export const PressedCard = () => {
  const text = usePressureWords();
  const query = useQuery({ queryKey: ['pressure', 'pressed'], queryFn: askPressure.pressed });
  return (
    <Part title={text.pressed.title} lead={text.pressed.lead} query={query} rows={5}>
      {({ spread, customers }) =>
        customers.length === 0 ? (
          <Empty title={text.pressed.none} />
        ) : (
          <>
            <Spread spread={spread} />
            <ul className={classes.list}>
              {customers.map((one) => (
                <Pressed key={one.customer} one={one} />
              ))}
            </ul>
          </>
        )
      }
    </Part>
  );
};

const Spread = ({ spread }: { spread: readonly { contacts: number; customers: number }[] }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const most = Math.max(1, ...spread.map(({ customers }) => customers));
  return (
    <table className={classes.spread}>
      <caption>{text.pressed.spread}</caption>
      <tbody>
        {spread.map(({ contacts, customers }) => (
          <tr key={contacts} data-spread={contacts}>
            <th scope="row">{text.pressed.contacts(formats.number(contacts, 0))}</th>
            <td>
              <span className={classes.bar} style={{ width: `${(100 * customers) / most}%` }} aria-hidden />
            </td>
            <td data-count="customers">{formats.number(customers, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const tones = { over: ['red', 'var(--bad)'], full: ['orange', 'var(--warn)'], free: ['teal', 'var(--good)'] } as const;

const Pressed = ({ one }: { one: PressedCustomer }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const { customer, givenName, familyName, contacts, sources, state, spent } = one;
  const name = [givenName, familyName].filter((part) => part !== undefined).join(' ');
  const [color, words] = tones[state];
  return (
    <li data-pressed={customer} data-state={state}>
      <Link to="/customers/$id" params={{ id: customer }}>
        {name === '' ? text.pressed.unnamed(customer.slice(0, 8)) : name}
      </Link>{' '}
      <Badge size="sm" variant="light" tt="none" color={color} c={words}>
        {text.pressed.states[state]}
      </Badge>
      <Text size="sm">
        {text.pressed.contacts(formats.number(contacts, 0))}:{' '}
        {sources.map((by) => `${by.source} ${formats.number(by.contacts, 0)}`).join(', ')}
      </Text>
      {spent.map(({ rule, words: said }) => (
        <Text key={`${rule} ${said}`} size="xs" c="dimmed" lang="en">
          {formats.sentence(said)}
        </Text>
      ))}
    </li>
  );
};
