import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askIdentity, type DecisionRequest, decideIdentity } from '../../api/identity.ts';
import { Waiting } from '../../states/states.tsx';
import { NotDone } from '../privacy/not-done.tsx';
import { BeforeAndAfter } from './rehearsal.tsx';
import { useIdentityWords } from './words/words.ts';

/** What somebody is about to decide, or to take back. */
export type Deciding =
  | { kind: 'split' | 'not_same' | 'dissociate'; what: string; request: DecisionRequest }
  | { kind: 'undo'; what: string; decision: string };

type Props = { deciding: Deciding; close(): void; done(decided: { decision: string; isUndone: boolean }): void };

/** Tries a decision, shows what would become of the record, and makes it only then. */
export const DecideDialog = ({ deciding, close, done }: Props) => {
  const text = useIdentityWords();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const said = text.decide[deciding.kind];
  const rehearsal = useQuery({
    queryKey: ['rehearsal', deciding],
    queryFn: ({ signal }) =>
      deciding.kind === 'undo'
        ? askIdentity.rehearsalOfUndo({ id: deciding.decision, signal })
        : askIdentity.rehearsal({ body: deciding.request, signal }),
    ...{ retry: false, gcTime: 0, staleTime: Number.POSITIVE_INFINITY },
  });
  const work = useMutation({
    mutationFn: () =>
      deciding.kind === 'undo'
        ? decideIdentity.undo(deciding.decision)
        : decideIdentity.make({ ...deciding.request, ...(reason.trim() !== '' && { reason: reason.trim() }) }),
    onSuccess: async ({ decision }) => {
      done({ decision: decision.id, isUndone: deciding.kind === 'undo' });
      await client.invalidateQueries({ queryKey: ['customer'] });
    },
  });
  const isReady = rehearsal.data !== undefined && !work.isPending;
  const submit = (): void => {
    if (isReady) work.mutate();
  };
  return (
    <Modal opened onClose={close} size="lg" title={said.title} closeButtonProps={{ 'aria-label': text.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm" onKeyDown={getHotkeyHandler([['mod+Enter', submit]])}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {said.lead(deciding.what)}
          </Text>
          <Text size="sm" fw={600} role="status">
            {rehearsal.isPending ? text.trying : text.tried}
          </Text>
          {rehearsal.isPending && <Waiting height={72} />}
          {rehearsal.data && <BeforeAndAfter rehearsal={rehearsal.data} />}
          {deciding.kind !== 'undo' && (
            <TextInput
              data-autofocus
              label={text.reason}
              description={text.reasonHint}
              maxLength={1000}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          )}
          <NotDone error={work.error ?? rehearsal.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
            <Button type="submit" disabled={!isReady} loading={work.isPending}>
              {said.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
