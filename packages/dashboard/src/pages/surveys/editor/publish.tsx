import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../../api/problem.ts';
import { publishDraft } from '../../../api/surveys.ts';
import type { Draft } from './draft.ts';
import classes from './editor.module.css';
import { useEditorWords } from './words/words.ts';

type Props = { id: string; draft: Draft; etag: string | undefined; published(): void; close(): void };

/** Asks why, and says from when on it holds: whoever is due is asked by it. */
export const PublishDialog = ({ id, draft, etag, published, close }: Props) => {
  const text = useEditorWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [why, setWhy] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => publishDraft({ id, draft, etag, why: why.trim() }),
    onSuccess: async (programme) => {
      published();
      client.setQueryData(['surveys', 'one', id], programme);
      await client.invalidateQueries({ queryKey: ['surveys'] });
      await navigate({ to: '/surveys/$id', params: { id } });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (why.trim() !== '' && !isPending) mutate();
  };
  return (
    <Modal opened onClose={close} title={text.publish.title} closeButtonProps={{ 'aria-label': text.publish.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{etag === undefined ? text.publish.first(id) : text.publish.next(id)}</Text>
          <TextInput
            data-autofocus
            label={text.publish.why}
            maxLength={1000}
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          {error && (
            <Alert color="red" variant="light" role="alert" className={classes.words}>
              {error instanceof ApiProblem && error.status === 412 ? text.publish.meanwhile : saidBy(error)}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.publish.cancel}
            </Button>
            <Button type="submit" disabled={why.trim() === ''} loading={isPending}>
              {text.publish.yes}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

const saidBy = (error: Error): string =>
  error instanceof ApiProblem ? (error.detail ?? error.message) : error.message;
