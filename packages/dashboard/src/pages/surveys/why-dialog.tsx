import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import classes from './surveys.module.css';
import { useSurveyWords } from './words/words.ts';

type Props<Answer> = {
  title: string;
  hint: string;
  yes: string;
  /** What cannot be taken back is done by who writes this: what it is called, and the label of the field. */
  final?: { name: string; label: string } | undefined;
  act(why: string): Promise<Answer>;
  done(answer: Answer): void;
  close(): void;
};

/** Asks why something is done, which is kept with it; and what is for ever, by its name. */
export const WhyDialog = <Answer,>({ title, hint, yes, final, act, done, close }: Props<Answer>) => {
  const text = useSurveyWords();
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({ mutationFn: () => act(why.trim()), onSuccess: done });
  const isReady = why.trim() !== '' && (final === undefined || typed.trim() === final.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isPending) mutate();
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': text.standing.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{hint}</Text>
          <TextInput
            data-autofocus
            label={text.standing.why}
            value={why}
            maxLength={1000}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          {final && (
            <TextInput
              label={final.label}
              autoComplete="off"
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          )}
          {error && (
            <Alert color="red" variant="light" role="alert" className={classes.words}>
              {error instanceof ApiProblem ? (error.detail ?? error.message) : error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.standing.cancel}
            </Button>
            <Button type="submit" disabled={!isReady} loading={isPending} {...(final && { color: 'red' })}>
              {yes}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
