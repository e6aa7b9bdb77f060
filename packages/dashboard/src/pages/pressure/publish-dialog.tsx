import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Policy, publishPolicy } from '../../api/pressure.ts';
import { usePressureWords } from './words/words.ts';
import { Wrong } from './wrong.tsx';

type Props = { policy: Policy; seen: number; close(): void; published(): void };

/** It holds from then on, for everybody: so it is asked for with a reason, and with the number of the version that it will be. */
export const PublishDialog = ({ policy, seen, close, published }: Props) => {
  const text = usePressureWords();
  const client = useQueryClient();
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const next = String(seen + 1);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => publishPolicy(policy, { why: why.trim(), seen }),
    onSuccess: (version) => {
      client.setQueryData(['pressure', 'policy'], version);
      published();
      close();
    },
    // What is in force then is to be looked at.
    onSettled: () => client.invalidateQueries({ queryKey: ['pressure'] }),
  });
  const isReady = why.trim() !== '' && typed.trim() === next;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isPending) mutate();
  };
  return (
    <Modal opened onClose={close} title={text.publish.title} closeButtonProps={{ 'aria-label': text.publish.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{text.publish.hint}</Text>
          <TextInput
            data-autofocus
            label={text.publish.why}
            value={why}
            maxLength={1000}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <TextInput
            label={text.publish.typed(next)}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          {error && <Wrong error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.publish.cancel}
            </Button>
            <Button type="submit" color="red" disabled={!isReady} loading={isPending}>
              {text.publish.yes}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
