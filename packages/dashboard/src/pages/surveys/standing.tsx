import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pause, Pencil, Play, Square } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { changeStanding, type Standing, type WholeProgramme } from '../../api/surveys.ts';
import classes from './surveys.module.css';
import { useMayChange } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

const icons = { pause: Pause, resume: Play, end: Square };

/** Whether a programme asks: paused, resumed, or ended for good, by who may. */
export const StandingActions = ({ one }: { one: WholeProgramme }) => {
  const text = useSurveyWords();
  const mayChange = useMayChange();
  const [asked, setAsked] = useState<Standing>();
  if (!mayChange)
    return (
      <Text size="sm" c="dimmed">
        {text.one.mayNot}
      </Text>
    );
  if (one.state === 'ended') return null;
  const possible: Standing[] = [one.state === 'paused' ? 'resume' : 'pause', 'end'];
  return (
    <Group gap="xs">
      <Button
        renderRoot={(props) => <Link to="/surveys/$id/edit" params={{ id: one.id }} {...props} />}
        size="xs"
        variant="default"
        leftSection={<Pencil size={14} aria-hidden />}
      >
        {text.one.edit}
      </Button>
      {possible.map((standing) => {
        const Icon = icons[standing];
        return (
          <Button
            key={standing}
            size="xs"
            variant="default"
            {...(standing === 'end' && { c: 'var(--bad)' })}
            leftSection={<Icon size={14} aria-hidden />}
            onClick={() => setAsked(standing)}
          >
            {text.standing[standing]}
          </Button>
        );
      })}
      {asked && <StandingDialog id={one.id} standing={asked} close={() => setAsked(undefined)} />}
    </Group>
  );
};

type Asking = { id: string; standing: Standing; close(): void };

/** Asks why; and what is for ever, by its name. */
const StandingDialog = ({ id, standing, close }: Asking) => {
  const text = useSurveyWords();
  const client = useQueryClient();
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => changeStanding(id, standing, why.trim()),
    onSuccess: (changed) => {
      client.setQueryData(['surveys', 'one', id], changed);
      void client.invalidateQueries({ queryKey: ['surveys'] });
      close();
    },
  });
  const isReady = why.trim() !== '' && (standing !== 'end' || typed.trim() === id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isPending) mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={text.standing[standing]}
      closeButtonProps={{ 'aria-label': text.standing.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{standing === 'end' ? text.standing.endHint(id) : text.standing[`${standing}Hint`]}</Text>
          <TextInput
            data-autofocus
            label={text.standing.why}
            value={why}
            maxLength={1000}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          {standing === 'end' && (
            <TextInput
              label={text.standing.name}
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
            <Button type="submit" disabled={!isReady} loading={isPending} {...(standing === 'end' && { color: 'red' })}>
              {text.standing.yes[standing]}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
