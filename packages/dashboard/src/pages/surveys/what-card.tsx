import type { ProgrammeInForce } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './surveys.module.css';
import { useSurveyWords } from './words/words.ts';

/** What a programme asks, after what, of whom, where and when: as it is in force. */
export const WhatCard = ({ programme }: { programme: ProgrammeInForce }) => {
  const { words, formats } = useLanguage();
  const text = useSurveyWords();
  const { when, contacts, askAfterMinutes, askWithinHours, restDays, purpose } = programme;
  const channels: Readonly<Record<string, string>> = words.channels;
  const { segments = [], traits = [] } = when;
  const audience = [...segments, ...traits.map(conditionText)];
  const number = (value: number): string => formats.number(value, 1);
  const facts = [
    [text.one.after, triggersOf(when).join(' · ')],
    [text.one.audience, audience.length === 0 ? text.one.everybody : audience.join(' · ')],
    [text.one.where, contacts.map(({ channel, kind }) => `${channels[channel] ?? channel} (${kind})`).join(', ')],
    [text.one.when, text.one.times(number(askAfterMinutes), number(askWithinHours))],
    [text.one.rest, text.one.restDays(number(restDays))],
    [text.one.purpose, purpose],
  ];
  return (
    <FactCard title={text.one.what}>
      <ol className={classes.questions}>
        {programme.questions.map((question) => (
          <Asked key={question.question} question={question} preferred={programme.defaultLanguage} />
        ))}
      </ol>
      <dl className={classes.facts}>
        {facts.map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </FactCard>
  );
};

type Question = ProgrammeInForce['questions'][number];

/** As it is asked in the language of who reads, where it is. */
const Asked = ({ question, preferred = 'en' }: { question: Question; preferred: string | undefined }) => {
  const { language } = useLanguage();
  const text = useSurveyWords();
  const { text: wording, scale, showIf } = question;
  const spoken = [language, preferred, ...Object.keys(wording)].find((one) => wording[one] !== undefined) ?? '';
  return (
    <li>
      <span lang={spoken}>{wording[spoken]}</span>{' '}
      <span className={classes.quiet}>
        {question.question} · {scale}
        {showIf && ` · ${text.one.onlyIf} ${conditionsText(showIf)}`}
      </span>
    </li>
  );
};

const triggersOf = ({ properties = [], journey, segments: _s, traits: _t, ...named }: ProgrammeInForce['when']) => [
  ...Object.values(named).flatMap((values) => (values === undefined ? [] : [values.join(', ')])),
  ...properties.map(conditionText),
  ...[journey?.names, journey?.stages].flatMap((values) => (values === undefined ? [] : [values.join(', ')])),
];

type Condition = { path?: string; question?: string; operator: string; value: unknown };

const conditionText = ({ path, question, operator, value }: Condition): string =>
  `${path ?? question} ${operator} ${[value].flat().join(', ')}`;

const conditionsText = (showIf: NonNullable<Question['showIf']>): string => {
  if ('all' in showIf) return showIf.all.map(conditionText).join(' & ');
  if ('any' in showIf) return showIf.any.map(conditionText).join(' | ');
  return conditionText(showIf);
};
