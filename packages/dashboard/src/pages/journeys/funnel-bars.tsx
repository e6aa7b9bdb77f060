import { UnstyledButton } from '@mantine/core';
import type { FunnelAnswer } from '../../api/journeys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './journeys.module.css';
import { useJourneyWords } from './words/words.ts';

/** What became of who took a step: went on, or stayed there, and how. */
export const funnelParts = ['wentOn', 'converted', 'open', 'excluded', 'dropped'] as const;
export type FunnelPart = (typeof funnelParts)[number];

type FunnelStep = FunnelAnswer['rows'][number]['steps'][number];

/** The parts of a step: they add up to who took it. */
export const partsOf = ({ reached, open, excluded, dropped }: FunnelStep, isLast: boolean) => {
  const rest = reached - open - excluded - dropped;
  return { wentOn: isLast ? 0 : rest, converted: isLast ? rest : 0, open, excluded, dropped };
};

type Props = {
  row: FunnelAnswer['rows'][number];
  names: readonly string[];
  see(step: number, part: FunnelPart): void;
};

/** A bar for each step, as long as it was taken, of parts that add up; each part opens who is in it. */
export const FunnelBars = ({ row: { steps, began }, names, see }: Props) => {
  const { formats } = useLanguage();
  const text = useJourneyWords();
  const present = funnelParts.filter((part) =>
    steps.some((step) => partsOf(step, step.step === steps.length)[part] > 0),
  );
  return (
    <>
      <ol className={classes.funnel}>
        {steps.map((step) => {
          const name = names[step.step - 1] ?? '';
          const parts = partsOf(step, step.step === steps.length);
          return (
            <li key={step.step} data-step={step.step} data-reached={step.reached}>
              <span className={classes.stepName}>{name}</span>
              <span className={classes.track}>
                {funnelParts.map((part) => {
                  const n = parts[part];
                  if (n === 0) return null;
                  const count = formats.number(n, 0);
                  return (
                    <UnstyledButton
                      key={part}
                      className={classes.part}
                      data-part={part}
                      style={{ width: `${(100 * n) / began}%` }}
                      aria-label={text.seeWho(`${name}, ${text.funnel.parts[part]}`, count)}
                      title={`${text.funnel.parts[part]}: ${count}`}
                      onClick={() => see(step.step, part)}
                    />
                  );
                })}
              </span>
              <span className={classes.share}>
                <b>{formats.number(step.reached, 0)}</b>{' '}
                {step.fromFirst.value !== null && `· ${formats.percent(step.fromFirst.value)}`}
              </span>
            </li>
          );
        })}
      </ol>
      <ul className={classes.legend}>
        {present.map((part) => (
          <li key={part}>
            <span className={classes.swatch} data-part={part} aria-hidden /> {text.funnel.parts[part]}
          </li>
        ))}
      </ul>
    </>
  );
};
