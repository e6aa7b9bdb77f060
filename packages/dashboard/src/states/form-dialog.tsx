import { Button, Group, Modal, Stack } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';

type Props = {
  title: string;
  words: { save: string; cancel: string; close: string };
  close(): void;
  submit(): void;
  isReady: boolean;
  isBusy: boolean;
  isFinal?: boolean;
  children: ReactNode;
};

/** Asks what something needs before it is done; Ctrl Enter does it, and who goes on by keyboard goes on from where she was. */
export const FormDialog = ({ title, words, close, submit, isReady, isBusy, isFinal = false, children }: Props) => {
  useEffect(giveFocusBack, []);
  const done = (): void => {
    if (isReady && !isBusy) submit();
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Stack gap="sm" onKeyDown={getHotkeyHandler([['mod+Enter', done]])}>
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!isReady} loading={isBusy} {...(isFinal && { color: 'red' })}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

const giveFocusBack = () => {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
};
