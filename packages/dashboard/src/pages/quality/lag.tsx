import { Text } from '@mantine/core';
import { askQuality, type ServiceLag } from '../../api/quality.ts';
import { durationText } from '../../i18n/durations.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part, useAnswer, Verdict } from './part.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** From here on somebody has to look: `hilo doctor` and the alert say the same. */
const lateSeconds = 60;

/** What waits in the log for each service, and for how long. */
export const LagPart = () => {
  const text = useQualityWords();
  const query = useAnswer('lag', askQuality.lag, { often: true });
  return (
    <Part title={text.lag.title} query={query} rows={5}>
      {({ services }) => (
        <>
          <Behind services={services} />
          <dl className={classes.facts}>
            {services.map((one) => (
              <Waiting key={one.service} lag={one} />
            ))}
          </dl>
        </>
      )}
    </Part>
  );
};

const Behind = ({ services }: { services: readonly ServiceLag[] }) => {
  const text = useQualityWords();
  const late = services.filter(({ seconds }) => seconds > lateSeconds).map(({ service }) => service);
  if (late.length === 0) return <Verdict tone="fine">{text.lag.fine}</Verdict>;
  return (
    <>
      <Verdict tone="wrong">{text.lag.late(late.join(', '))}</Verdict>
      <Text size="sm">{text.lag.hint}</Text>
    </>
  );
};

const Waiting = ({ lag: { service, records, seconds, groups } }: { lag: ServiceLag }) => {
  const { formats, language } = useLanguage();
  const text = useQualityWords();
  const topics = groups.filter((one) => one.records > 0).map(({ topic }) => topic);
  return (
    <>
      <dt>{service}</dt>
      <dd data-lag={service} title={topics.join(', ')}>
        {records === 0 ? text.lag.nothing : text.lag.waits(formats.number(records, 0), durationText(seconds, language))}
      </dd>
    </>
  );
};
