import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical, RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import { type Policy, type PolicyVersion, tryPolicy } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { readDraft, withPack, writtenPolicy } from './draft.ts';
import classes from './pressure.module.css';
import { PublishDialog } from './publish-dialog.tsx';
import { TrialPart } from './trial.tsx';
import { usePacks } from './use-pressure.ts';
import { usePressureWords } from './words/words.ts';
import { Wrong } from './wrong.tsx';

type Props = {
  inForce: PolicyVersion;
  /** As it is written, until it is given up or published; what is in force, where nothing is written. */
  written: string;
  isChanged: boolean;
  write(written: string | undefined): void;
};

/** A change of the policy: written, tried on what really happened, and published. */
export const ChangeCard = ({ inForce, written, isChanged, write }: Props) => {
  const text = usePressureWords();
  const draft = readDraft(written);
  const [isPublishing, setPublishing] = useState(false);
  const { mutate, data: trial, error, isPending, reset } = useMutation({ mutationFn: tryPolicy });
  const change = (next: string | undefined): void => {
    // What was tried was another policy.
    reset();
    write(next);
  };
  const isReady = draft !== undefined && isChanged;
  return (
    <FactCard title={text.change.title} beside={text.change.lead}>
      <PackChoice draft={draft} change={(policy) => change(writtenPolicy(policy))} />
      <Textarea
        className={classes.code}
        label={text.change.policy}
        description={text.change.policyHint}
        autosize
        minRows={6}
        maxRows={18}
        spellCheck={false}
        value={written}
        error={draft === undefined ? text.change.unreadable : undefined}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <Group gap="xs" mt="sm">
        <Button
          size="sm"
          leftSection={<FlaskConical size={16} aria-hidden />}
          disabled={!isReady}
          loading={isPending}
          onClick={() => draft && mutate(draft)}
        >
          {text.change.try}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<Send size={16} aria-hidden />}
          disabled={!isReady}
          onClick={() => setPublishing(true)}
        >
          {text.change.publish}
        </Button>
        {isChanged && (
          <Button
            size="sm"
            variant="subtle"
            leftSection={<RotateCcw size={16} aria-hidden />}
            onClick={() => change(undefined)}
          >
            {text.change.undo}
          </Button>
        )}
      </Group>
      {!isChanged && (
        <Text size="xs" c="dimmed" mt={4}>
          {text.change.same}
        </Text>
      )}
      {error && <Wrong error={error} />}
      {trial && <TrialPart key={trial.id} first={trial} />}
      {isPublishing && draft && (
        <PublishDialog
          policy={draft}
          seen={inForce.version}
          close={() => setPublishing(false)}
          published={() => change(undefined)}
        />
      )}
    </FactCard>
  );
};

const PackChoice = ({ draft, change }: { draft: Policy | undefined; change(policy: Policy): void }) => {
  const { language } = useLanguage();
  const text = usePressureWords();
  const { data: { packs = [] } = {} } = usePacks();
  const countries = new Intl.DisplayNames(language, { type: 'region' });
  const nameOf = (id: string): string =>
    id === 'general' ? text.policy.general : `${id} · ${countries.of(id === 'UK' ? 'GB' : id)}`;
  return (
    <Checkbox.Group label={text.change.packs} value={draft?.packs ?? []} mb="sm">
      <Group gap="xs" mt={4}>
        {packs.map(({ id }) => (
          <Checkbox
            key={id}
            size="xs"
            value={id}
            label={nameOf(id)}
            disabled={draft === undefined}
            onChange={({ currentTarget }) => draft && change(withPack(draft, id, currentTarget.checked))}
          />
        ))}
      </Group>
    </Checkbox.Group>
  );
};
