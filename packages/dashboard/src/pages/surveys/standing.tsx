import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pause, Pencil, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { changeStanding, type Standing, type WholeProgramme } from '../../api/surveys.ts';
import { useMayChange } from './use-surveys.ts';
import { WhyDialog } from './why-dialog.tsx';
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

const StandingDialog = ({ id, standing, close }: Asking) => {
  const text = useSurveyWords();
  const client = useQueryClient();
  return (
    <WhyDialog
      title={text.standing[standing]}
      hint={standing === 'end' ? text.standing.endHint(id) : text.standing[`${standing}Hint`]}
      yes={text.standing.yes[standing]}
      final={standing === 'end' ? { name: id, label: text.standing.name } : undefined}
      act={(why) => changeStanding(id, standing, why)}
      done={(changed) => {
        client.setQueryData(['surveys', 'one', id], changed);
        void client.invalidateQueries({ queryKey: ['surveys'] });
        close();
      }}
      close={close}
    />
  );
};
