import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useQualityWords } from './words/words.ts';

type Props = { what: 'replay' | 'discard'; id: number; isBusy: boolean; yes(): void; no(): void };

/** Asks before what cannot be taken back; what is lost for good, by writing which. */
export const Confirm = ({ what, id, isBusy, yes, no }: Props) => {
  const text = useQualityWords();
  const [typed, setTyped] = useState('');
  const isSure = what === 'replay' || typed.trim() === String(id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isSure) yes();
  };
  return (
    <Alert color={what === 'replay' ? 'blue' : 'red'} variant="outline" role="group">
      <form onSubmit={submit}>
        <Stack gap="xs">
          <Text size="sm">
            {what === 'replay' ? text.quarantine.askReplay : text.quarantine.askDiscard(String(id))}
          </Text>
          {what === 'discard' && (
            <TextInput
              ref={focus}
              inputMode="numeric"
              autoComplete="off"
              label={text.quarantine.number}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          )}
          <Group gap="xs">
            <Button
              type="submit"
              size="sm"
              color={what === 'replay' ? 'blue' : 'red'}
              disabled={!isSure}
              loading={isBusy}
              {...(what === 'replay' && { ref: focus })}
            >
              {what === 'replay' ? text.quarantine.yesReplay : text.quarantine.yesDiscard}
            </Button>
            <Button size="sm" variant="default" onClick={no}>
              {text.quarantine.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Alert>
  );
};

/** The keyboard goes on where the question is. */
const focus = (element: HTMLElement | null): void => element?.focus();
