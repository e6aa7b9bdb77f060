import { Button, Group, Loader, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askPressure, type PolicyResult, type PolicyTrial, stopTrial } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Failed } from '../../states/states.tsx';
import classes from './pressure.module.css';
import { usePressureWords } from './words/words.ts';

/** How often one that goes on is asked for again. */
const oftenMs = 1000;

const isOver = ({ state }: PolicyTrial): boolean => state !== 'waiting' && state !== 'running';

/** What the draft would have decided of all that happened, beside what the policy in force would have. */
export const TrialPart = ({ first }: { first: PolicyTrial }) => {
  const text = usePressureWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['pressure', 'trial', first.id],
    queryFn: ({ signal }) => askPressure.dryRun({ id: first.id, signal }),
    initialData: first,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data: last } }) => (last && !isOver(last) ? oftenMs : false),
  });
  return (
    <section className={classes.trial} aria-label={text.trial.title} data-trial={data.state} aria-live="polite">
      <Text fw={600} size="sm">
        {text.trial.title}
      </Text>
      {error && <Failed error={error} retry={() => void refetch()} isStale />}
      {!isOver(data) && <Going trial={data} />}
      {isOver(data) && data.result === undefined && (
        <Text size="sm" c="var(--bad)">
          {data.state === 'stopped' ? text.trial.stopped : (data.failure ?? text.trial.brokenOff)}
        </Text>
      )}
      {data.result && <Found result={data.result} />}
      {data.examples && data.examples.length > 0 && <Examples examples={data.examples} />}
    </section>
  );
};

const Going = ({ trial: { id, progress } }: { trial: PolicyTrial }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const client = useQueryClient();
  const stop = async (): Promise<void> => {
    await stopTrial(id);
    await client.invalidateQueries({ queryKey: ['pressure', 'trial', id] });
  };
  return (
    <Group gap="xs">
      <Loader size="xs" />
      <Text size="sm">
        {progress
          ? text.trial.goes(formats.number(progress.done, 0), formats.number(progress.total, 0))
          : text.trial.waits}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => void stop()}>
        {text.trial.stop}
      </Button>
    </Group>
  );
};

const Found = ({ result }: { result: PolicyResult }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const { inForce, proposed, customers, rules, contacts, invitations, caveats } = result;
  const whole = (value: number) => formats.number(value, 0);
  const changed = rules.filter(({ difference }) => difference !== 0).slice(0, 8);
  return (
    <>
      <Text size="sm" mb="xs">
        {text.trial.of(whole(contacts), whole(invitations))}{' '}
        {text.trial.customers(whole(customers.more), whole(customers.less), whole(customers.otherTimes))}
      </Text>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text.trial.becomes}</th>
            <th scope="col">{text.trial.inForce}</th>
            <th scope="col">{text.trial.proposed}</th>
          </tr>
        </thead>
        <tbody>
          {(['atOnce', 'later', 'withheld', 'undecided'] as const).map((part) => (
            <tr key={part} data-outcome={part}>
              <th scope="row">{text.trial.parts[part]}</th>
              <td>{whole(inForce[part])}</td>
              <td>{whole(proposed[part])}</td>
            </tr>
          ))}
          {changed.map(({ reason, rule, ...both }) => (
            <tr key={`${reason} ${rule}`} data-changed={rule}>
              <th scope="row">{text.trial.by(reason, rule)}</th>
              <td>{whole(both.inForce)}</td>
              <td>{whole(both.proposed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <details className={classes.pack}>
        <summary>{text.trial.caveats}</summary>
        <ul className={classes.rules} lang="en">
          {caveats.map(({ caveat, message, count }) => (
            <li key={caveat}>
              {message} {count !== undefined && `(${whole(count)})`}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
};

const Examples = ({ examples }: { examples: NonNullable<PolicyTrial['examples']> }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  return (
    <details className={classes.pack}>
      <summary>{text.trial.examples}</summary>
      <ul className={classes.rules}>
        {examples.map(({ customer, change, inForce, proposed }) => (
          <li key={`${customer} ${change}`}>
            <Link to="/customers/$id" params={{ id: customer }}>
              {text.pressed.unnamed(customer.slice(0, 8))}
            </Link>{' '}
            {text.trial.change[change]} ({formats.number(inForce, 0)} → {formats.number(proposed, 0)})
          </li>
        ))}
      </ul>
    </details>
  );
};
