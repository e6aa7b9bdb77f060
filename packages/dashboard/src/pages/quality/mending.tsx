import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { type Deed, mend, type Quarantined } from '../../api/quality.ts';
import { useSession } from '../../session/session.ts';
import { Confirm } from './confirm.tsx';
import { draftOf } from './draft.ts';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** What can be done with a message that waits: fix it, put it onto the log again, discard it. What is final is asked for first. */
export const Mending = ({ entry }: { entry: Quarantined }) => {
  const text = useQualityWords();
  const [written, setWritten] = useState(() => draftOf(entry));
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState<'replay' | 'discard'>();
  const { mutate, error, isPending } = useMending(entry.id);
  const mayMend = useMayMend();
  // What somebody has written and not saved is meant, when it is replayed.
  const isChanged = written !== draftOf(entry);
  const settle = (does: 'replay' | 'discard'): void =>
    mutate({ does, note, written: isChanged ? written : undefined }, { onError: () => setAsked(undefined) });
  return (
    <Stack gap="sm">
      <Textarea
        className={classes.code}
        autosize
        minRows={4}
        maxRows={14}
        readOnly={!mayMend}
        spellCheck={false}
        label={mayMend ? text.quarantine.write : text.quarantine.message}
        {...(mayMend && { description: text.quarantine.writeHint })}
        value={written}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
      />
      {!mayMend && <Text size="sm">{text.quarantine.mayNot}</Text>}
      {mayMend && (
        <TextInput
          label={text.quarantine.note}
          maxLength={1000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      )}
      {error && <Wrong error={error} />}
      {mayMend && asked !== undefined && (
        <Confirm
          what={asked}
          id={entry.id}
          isBusy={isPending}
          yes={() => settle(asked)}
          no={() => setAsked(undefined)}
        />
      )}
      {mayMend && asked === undefined && (
        <Choices
          mayReplay={entry.obstacle === undefined || isChanged}
          isBusy={isPending}
          fix={() => mutate({ does: 'fix', written, note }, { onSuccess: (fixed) => setWritten(draftOf(fixed)) })}
          ask={setAsked}
        />
      )}
    </Stack>
  );
};

type Choosing = { mayReplay: boolean; isBusy: boolean; fix(): void; ask(what: 'replay' | 'discard'): void };

const Choices = ({ mayReplay, isBusy, fix, ask }: Choosing) => {
  const text = useQualityWords();
  return (
    <Group gap="xs">
      <Button size="sm" variant="default" loading={isBusy} onClick={fix}>
        {text.quarantine.fix}
      </Button>
      <Button
        size="sm"
        disabled={!mayReplay}
        leftSection={<RotateCcw size={16} aria-hidden />}
        onClick={() => ask('replay')}
      >
        {text.quarantine.replay}
      </Button>
      <Button
        size="sm"
        variant="default"
        c="var(--bad)"
        leftSection={<Trash2 size={16} aria-hidden />}
        onClick={() => ask('discard')}
      >
        {text.quarantine.discard}
      </Button>
    </Group>
  );
};

const Wrong = ({ error }: { error: Error }) => {
  const text = useQualityWords();
  const said = error instanceof SyntaxError ? text.quarantine.notJson(error.message) : error.message;
  return (
    <Alert color="red" variant="light" role="alert">
      <Text size="sm" className={classes.words}>
        {error instanceof ApiProblem ? (error.detail ?? said) : said}
      </Text>
    </Alert>
  );
};

/** Does it; the dialogue shows the message as it is then, and what counts it is asked again. */
const useMending = (id: number) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => mend(id, deed),
    onSuccess: (entry) => {
      client.setQueryData(['quarantined', id], entry);
      void client.invalidateQueries({ queryKey: ['quarantine'] });
      void client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
};

/** Whether who looks may do something; by a key, in place of a session, the API says. */
const useMayMend = (): boolean => {
  const { data: session } = useSession();
  return !session || session.scopes.some((scope) => scope === '*' || scope === 'quarantine:write');
};
