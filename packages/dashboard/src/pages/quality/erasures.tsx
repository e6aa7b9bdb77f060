import { Badge, Text } from '@mantine/core';
import { askQuality, type Erasure } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part, useAnswer, Verdict } from './part.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** Those that are not done, and so many of the last. */
const most = 4;

/** Who was erased, without a name, and how far that is. */
export const ErasuresPart = () => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const query = useAnswer('erasures', askQuality.erasures, { often: true });
  return (
    <Part title={text.erasures.title} query={query} rows={4}>
      {({ erasures }) => {
        const running = erasures.filter(({ state }) => state === 'running');
        const done = erasures.filter(({ state }) => state === 'done');
        const shown = [...running, ...done.slice(0, Math.max(0, most - running.length))];
        return (
          <>
            <Verdict tone={running.length === 0 ? 'fine' : 'open'}>
              {erasures.length === 0
                ? text.erasures.none
                : running.length === 0
                  ? text.erasures.done(formats.number(erasures.length, 0))
                  : text.erasures.running(formats.number(running.length, 0))}
            </Verdict>
            <ul className={classes.plain}>
              {shown.map((one) => (
                <OneErasure key={one.id} erasure={one} />
              ))}
            </ul>
          </>
        );
      }}
    </Part>
  );
};

const OneErasure = ({ erasure: { id, at, state, report } }: { erasure: Erasure }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const [done, left] = [report.filter((one) => one.state === 'done'), report.filter((one) => one.state === 'waiting')];
  const far = text.erasures.far(formats.number(done.length, 0), formats.number(report.length, 0));
  const unread = report.flatMap(({ waitsFor = [] }) => waitsFor);
  return (
    <li data-erasure={id} className={classes.words}>
      <Badge
        size="sm"
        variant="light"
        tt="none"
        color={state === 'done' ? 'teal' : 'orange'}
        c={state === 'done' ? 'var(--good)' : 'var(--warn)'}
      >
        {text.erasures.state[state]}
      </Badge>{' '}
      {formats.moment(at)}
      <Text size="xs" c="dimmed">
        {far}
        {left.length > 0 && `; ${text.erasures.waitsFor(left.map(({ where }) => where).join(', '))}`}
      </Text>
      {unread.map(({ group, records, lastAliveAt }) => (
        <Text key={group} size="xs" c="var(--warn)">
          {text.erasures.unread(group, formats.number(records, 0), formats.moment(lastAliveAt))}
        </Text>
      ))}
    </li>
  );
};
