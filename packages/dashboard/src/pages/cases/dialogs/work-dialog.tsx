import { Button, Group, Modal, Stack } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import type { WholeCase } from '../../../api/cases.ts';
import type { Doing, Work } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { WorkProblem } from '../work-problem.tsx';

/** What every dialogue about a case is given. */
export type DialogProps = { one: WholeCase; close(): void };

type Props = DialogProps & {
  title: string;
  save: string;
  isReady?: boolean;
  work: Work;
  doing: Doing['work'];
  children: ReactNode;
};

/** Asks what a step needs, does it, and closes once it is done; what was not done stays as it was written, with the reason. */
export const WorkDialog = ({ one, close, title, save, isReady = true, work, doing, children }: Props) => {
  const text = useCaseWords();
  useEffect(giveFocusBack, []);
  const submit = (): void => {
    if (isReady && !work.isPending) work.mutate({ seen: one, work: doing }, { onSuccess: close });
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': text.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm" onKeyDown={getHotkeyHandler([['mod+Enter', submit]])}>
          {children}
          <WorkProblem work={work} one={one} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
            <Button type="submit" disabled={!isReady} loading={work.isPending}>
              {save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

/** Who goes on by keyboard goes on from where she was. */
const giveFocusBack = () => {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
};
