import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { askQuality, type JudgedLanguage, type Linkage, type Predictions } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { measuredOf } from './measured.ts';
import { useAnswer } from './part.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** What was learnt, and how right it is: a figure, how sure, of how many, since when. Nothing is said without an n. */
export const ModelsPart = () => {
  const text = useQualityWords();
  const linkage = useAnswer('linkage', askQuality.linkage);
  const sentiment = useAnswer('sentiment', askQuality.sentiment);
  const predictions = useAnswer('predictions', askQuality.predictions);
  return (
    <FactCard title={text.models.title} beside={text.models.lead}>
      <Answered query={linkage} rows={1}>
        {(model) => <LinkageModel model={model} />}
      </Answered>
      <Answered query={sentiment} rows={2}>
        {({ languages }) => languages.map((one) => <SentimentModel key={one.language} judged={one} />)}
      </Answered>
      <Answered query={predictions} rows={3}>
        {(told) => <PredictionModels told={told} />}
      </Answered>
    </FactCard>
  );
};

type ModelProps = { name: string; about: string; since: string | undefined };
type Figure = { value: string; interval?: string | undefined; n: string };

/** One model: what it is, and its figure, or why there is none. */
const Model = ({
  id,
  name,
  about,
  since,
  figure,
  children,
}: ModelProps & { id: string; figure?: Figure | undefined; children?: ReactNode }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const cell = (label: string, value: string | undefined) => (
    <div>
      <span>{label}</span>
      {value ?? '–'}
    </div>
  );
  return (
    <Text component="div" size="sm" className={classes.model} data-model={id} data-measured={figure !== undefined}>
      <div data-cell="name">
        <b>{name}</b>
        <span>{about}</span>
      </div>
      {figure === undefined ? (
        <div data-cell="said">
          {children}
          {since !== undefined && (
            <span>
              {text.models.since} {formats.moment(since)}
            </span>
          )}
        </div>
      ) : (
        <>
          {cell(text.models.figure, figure.value)}
          {cell(text.models.interval, figure.interval)}
          {cell(text.models.n, figure.n)}
          {cell(text.models.since, since && formats.moment(since))}
        </>
      )}
    </Text>
  );
};

const LinkageModel = ({ model: { version, records, estimatedAt } }: { model: Linkage }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const origin = version === 0 ? text.models.shipped : text.models.version(String(version));
  return (
    <Model
      id="linkage"
      name={text.models.linkage}
      about={`${origin} · ${text.models.learntFrom(formats.number(records, 0))}`}
      since={estimatedAt}
    >
      {text.models.unmeasured}
    </Model>
  );
};

const SentimentModel = ({ judged }: { judged: JudgedLanguage }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const { champion, language } = judged;
  const measured = measuredOf(judged);
  const score = (value: number) => formats.number(value, 3);
  const origin = champion.by === 'learnt' ? text.models.learnt : text.models.shipped;
  const on = measured?.on === 'tweets' ? text.models.onTweets : text.models.onAnswers;
  return (
    <Model
      id={`sentiment-${language}`}
      name={text.models.sentiment[language]}
      about={measured === undefined ? origin : `${origin} · ${on}`}
      since={champion.since}
      figure={
        measured && {
          value: text.models.f1(score(measured.value)),
          n: text.models.texts(formats.number(measured.n, 0)),
          interval:
            measured.low === undefined || measured.high === undefined
              ? undefined
              : text.models.interval95(score(measured.low), score(measured.high)),
        }
      }
    >
      {text.models.unmeasured}
    </Model>
  );
};

const PredictionModels = ({ told: { risks, nextOffers, nextTraining } }: { told: Predictions }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const isNone = risks.length === 0 && nextOffers === undefined;
  return (
    <>
      {risks.map((risk) => (
        <RiskModel key={risk.risk} risk={risk} />
      ))}
      {nextOffers && <OffersModel offers={nextOffers} />}
      {(isNone || nextTraining !== undefined) && (
        <Text size="sm" c="dimmed" mt="xs" data-model="none">
          {isNone && text.models.none} {nextTraining !== undefined && text.models.next(formats.moment(nextTraining))}
        </Text>
      )}
    </>
  );
};

const RiskModel = ({ risk }: { risk: Predictions['risks'][number] }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const { quality, because, customers, trainedAt } = risk;
  const score = (value: number) => formats.number(value, 3);
  return (
    <Model
      id={risk.risk}
      name={text.models.risks[risk.risk]}
      about={aboutOf([text.models.customers(formats.number(customers, 0)), because && text.models.hidden])}
      since={trainedAt}
      figure={
        quality && {
          value: text.models.auc(score(quality.auc.value)),
          interval: text.models.interval95(score(quality.auc.low), score(quality.auc.high)),
          n: text.models.cases(formats.number(quality.n, 0)),
        }
      }
    >
      {because?.message ?? text.models.unmeasured}
    </Model>
  );
};

const OffersModel = ({ offers }: { offers: NonNullable<Predictions['nextOffers']> }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const { quality, because, customers, trainedAt } = offers;
  const points = (share: number) => formats.signed(100 * share);
  return (
    <Model
      id="offers"
      name={text.models.offers}
      about={aboutOf([text.models.customers(formats.number(customers, 0)), because && text.models.hidden])}
      since={trainedAt}
      figure={
        quality && {
          value: text.models.hits(formats.percent(100 * quality.hitRate)),
          interval: text.models.better(points(quality.better.low), points(quality.better.high)),
          n: text.models.customers(formats.number(quality.n, 0)),
        }
      }
    >
      {because?.message ?? text.models.unmeasured}
    </Model>
  );
};

const aboutOf = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');
