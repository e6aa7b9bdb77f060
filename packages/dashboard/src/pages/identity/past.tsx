import { Badge, Button, Text } from '@mantine/core';
import type { Decision, Explanation, Identifier } from '../../api/identity.ts';
import type { components } from '../../api/schema.d.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './identity.module.css';
import type { en } from './words/en.ts';
import { useIdentityWords } from './words/words.ts';

type Props = { decisions: readonly Decision[]; undo: ((decision: Decision) => void) | undefined };

/** What people decided of this customer, also what was taken back. */
export const Decisions = ({ decisions, undo }: Props) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  return (
    <FactCard title={text.decisions}>
      {decisions.length === 0 && <Text size="sm">{text.noDecisions}</Text>}
      <ul className={classes.plain}>
        {decisions.map((decision) => {
          const { id, at, by, reason, retracted } = decision;
          return (
            <li key={id} data-decision={id}>
              {sentenceOf(decision, text.said)}
              {reason !== undefined && ` (${reason})`}
              <Text size="xs" c="dimmed">
                {text.by(whoIs(by), formats.moment(at))}
              </Text>
              {retracted ? (
                <Badge variant="light" color="gray" tt="none" size="sm" c="var(--mantine-color-text)" maw="100%">
                  {text.takenBack(whoIs(retracted.by), formats.moment(retracted.at))}
                </Badge>
              ) : (
                undo && (
                  <Button size="compact-xs" variant="default" onClick={() => undo(decision)}>
                    {text.do.undo}
                  </Button>
                )
              )}
            </li>
          );
        })}
      </ul>
    </FactCard>
  );
};

/** When these identifiers were other customers. */
export const Turnings = ({ history }: Pick<Explanation, 'history'>) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  return (
    <FactCard title={text.history}>
      {history.length === 0 && <Text size="sm">{text.noHistory}</Text>}
      <ul className={classes.plain}>
        {history.map(({ at, kind, from, into }) => (
          <li key={`${at} ${kind} ${from.join()} ${into.join()}`}>
            {kind === 'merged'
              ? text.merged(formats.number(from.length, 0), formats.moment(at))
              : text.split(formats.number(into.length, 0), formats.moment(at))}
          </li>
        ))}
      </ul>
    </FactCard>
  );
};

const whoIs = ({ key, person }: Decision['by']): string => person?.subject ?? key;

type KnownDecision = components['schemas'][
  | 'DecisionNotSame'
  | 'DecisionSame'
  | 'DecisionDissociated'
  | 'DecisionWithdrawn'];

const isOf = <Kind extends KnownDecision['kind']>(
  decision: Decision,
  kind: Kind,
): decision is Extract<KnownDecision, { kind: Kind }> => decision.kind === kind;

/** What was decided, in words. */
export const sentenceOf = (decision: Decision, said: (typeof en)['said']): string => {
  const listed = (identifiers: readonly Identifier[]): string => identifiers.map(({ value }) => value).join(', ');
  if (isOf(decision, 'not_same')) return said.not_same(listed(decision.one), listed(decision.other));
  if (isOf(decision, 'same')) return said.same(decision.one.value, decision.other.value);
  if (isOf(decision, 'dissociated')) return said.dissociated(decision.identifier.value, listed(decision.from));
  if (isOf(decision, 'withdrawn')) return said.withdrawn(decision.source, decision.interaction);
  return said.other;
};
