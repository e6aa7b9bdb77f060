import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type CustomerRecord, nameOfRecord } from '../../api/customers.ts';
import { eraseCustomer } from '../../api/privacy.ts';
import { NotDone } from './not-done.tsx';
import { usePrivacyWords } from './words/words.ts';

/** Asks by typing, since nothing brings back who was erased; then what the browser knows of her is forgotten as well. */
export const EraseDialog = ({ record, close }: { record: CustomerRecord; close(): void }) => {
  const text = usePrivacyWords().dialog;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const name = nameOfRecord(record);
  const isSure = typed.trim() === name.trim();
  const work = useMutation({
    mutationFn: eraseCustomer,
    onSuccess: async ({ id }) => {
      await navigate({ to: '/customers/erasures/$id', params: { id } });
      for (const queryKey of [['customer'], ['customers'], ['cases']]) client.removeQueries({ queryKey });
    },
  });
  return (
    <Modal opened onClose={close} title={text.title} closeButtonProps={{ 'aria-label': text.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure && !work.isPending) work.mutate({ id: record.id, reason: reason.trim() });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{text.lead}</Text>
          <Text size="sm">{text.others}</Text>
          <TextInput
            label={text.reason}
            description={text.reasonHint}
            maxLength={1000}
            autoComplete="off"
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <TextInput
            data-autofocus
            label={text.type(name)}
            styles={{ label: { overflowWrap: 'anywhere' } }}
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <NotDone error={work.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={work.isPending}>
              {text.yes}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
