import { Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { askPressure, type ContactRule, type LawPack, type Policy, type PolicyVersion } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { Part } from '../quality/part.tsx';
import classes from './pressure.module.css';
import { ruleSays } from './rule-says.ts';
import { usePacks, usePolicy } from './use-pressure.ts';
import { usePressureWords } from './words/words.ts';

/** The policy in force: the packs that it heeds, the rules of the company, and who published what, when and why. */
export const PolicyCard = ({ load }: { load: ((policy: Policy) => void) | undefined }) => {
  const text = usePressureWords();
  const query = usePolicy();
  return (
    <Part title={text.policy.title} query={query} rows={6}>
      {(version) => (
        <>
          <InForce version={version} />
          <Packs heeded={version.policy?.packs ?? []} />
          <Rules title={text.policy.own} rules={version.policy?.rules ?? []} isOpen />
          <Versions load={load} />
        </>
      )}
    </Part>
  );
};

const InForce = ({ version: { version, by, at, why, policy } }: { version: PolicyVersion }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  return (
    <Text size="sm" className={classes.words} data-version={version} mb="xs">
      <b>{text.policy.version(String(version))}</b> {text.policy.since(formats.moment(at), whoOf(by))} {why}
      {policy === undefined && (
        <Text span display="block" c="var(--bad)">
          {text.policy.unreadable}
        </Text>
      )}
    </Text>
  );
};

const whoOf = (by: PolicyVersion['by']): string => by.person?.subject ?? by.key;

/** Each pack with its rules; those that are not heeded are told as well. */
const Packs = ({ heeded }: { heeded: readonly string[] }) => {
  const text = usePressureWords();
  const query = usePacks();
  return (
    <Answered query={query} rows={4}>
      {({ packs }) => {
        const others = packs.map(({ id }) => id).filter((id) => !heeded.includes(id));
        return (
          <>
            {packs
              .filter(({ id }) => heeded.includes(id))
              .map((pack) => (
                <Pack key={pack.id} pack={pack} />
              ))}
            {others.length > 0 && (
              <Text size="sm" c="dimmed">
                {text.policy.unheeded(others.join(', '))}
              </Text>
            )}
          </>
        );
      }}
    </Answered>
  );
};

const Pack = ({ pack: { id, rules, counsel, surveysAre } }: { pack: LawPack }) => {
  const text = usePressureWords();
  return (
    <Rules title={text.policy.pack(id)} rules={rules} id={id}>
      <Text size="xs" c="dimmed" className={classes.words}>
        {text.policy.surveysAre(text.classes[surveysAre])} <span lang="en">{counsel}</span>
      </Text>
    </Rules>
  );
};

type RulesProps = {
  title: string;
  rules: readonly ContactRule[];
  id?: string;
  isOpen?: boolean;
  children?: ReactNode;
};

const Rules = ({ title, rules, id, isOpen = false, children }: RulesProps) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  return (
    <details className={classes.pack} data-pack={id ?? 'own'} open={isOpen}>
      <summary>
        {title} <span>{text.policy.rules(formats.number(rules.length, 0))}</span>
      </summary>
      {children}
      <ul className={classes.rules}>
        {rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
    </details>
  );
};

const Rule = ({ rule }: { rule: ContactRule }) => {
  const { words, language } = useLanguage();
  const text = usePressureWords();
  const { id, jurisdiction, channels, classes: kinds, source, confirmedBy, confidence, note } = rule;
  const whom = `${channels.map((one) => words.channels[one]).join(', ')}; ${kinds.map((one) => text.classes[one]).join(', ')}`;
  return (
    <li data-rule={id}>
      <b>{id}</b> · {jurisdiction} · {whom}
      {ruleSays(rule, { says: text.says, language }).map((said) => (
        <span key={said} className={classes.says}>
          {said}
        </span>
      ))}
      <small lang="en">
        {source}
        {note !== undefined && ` · ${note}`}
      </small>
      <small>
        {confirmedBy === undefined ? text.policy.unconfirmed(text.policy.confidence[confidence]) : confirmedBy}
      </small>
    </li>
  );
};

/** Every version, the latest first; an earlier one can be taken into the draft, to be tried and published again. */
const Versions = ({ load }: { load: ((policy: Policy) => void) | undefined }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const query = useInfiniteQuery({
    queryKey: ['pressure', 'versions'],
    queryFn: ({ signal, pageParam: cursor }) => askPressure.versions({ cursor, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <details className={classes.pack}>
      <summary>{text.policy.versions}</summary>
      <Answered query={query} rows={3}>
        {({ pages }) => (
          <ul className={classes.rules}>
            {pages
              .flatMap(({ versions }) => versions)
              .map(({ version, by, at, why, restored, policy }) => (
                <li key={version}>
                  <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                    <span className={classes.words}>
                      <b>{text.policy.version(String(version))}</b> {formats.moment(at)} · {whoOf(by)}
                      {restored !== undefined && ` · ${text.policy.restored(String(restored))}`}
                      <small>{why}</small>
                    </span>
                    {load && policy && (
                      <Button size="compact-xs" variant="default" onClick={() => load(policy)}>
                        {text.policy.load}
                      </Button>
                    )}
                  </Group>
                </li>
              ))}
          </ul>
        )}
      </Answered>
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text.policy.more}
        </Button>
      )}
    </details>
  );
};
