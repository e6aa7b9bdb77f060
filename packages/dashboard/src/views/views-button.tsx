import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { Bookmark, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { longestName, type SavedView } from './saved-views.ts';
import { useSavedViews } from './use-saved-views.ts';

/** On a page with filters: keeps what they are under a name, and opens what was kept; of this address, unless another is named. */
export const ViewsButton = ({ path }: { path?: string }) => {
  const { words } = useLanguage();
  const here = useRouterState({ select: ({ location }) => location.pathname });
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={isOpen} onChange={(next) => !next && close()} trapFocus returnFocus shadow="md" width={300}>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Bookmark size={14} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {words.views.title}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.views.title}>
        {isOpen && <Views path={path ?? here} close={close} />}
      </Popover.Dropdown>
    </Popover>
  );
};

const Views = ({ path, close }: { path: string; close(): void }) => {
  const { words } = useLanguage();
  const { views, open, save, forget } = useSavedViews();
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    save(name.trim(), path);
    setName('');
  };
  const own = views.filter((view) => view.path === path);
  return (
    <Stack gap="xs">
      {own.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.views.none}
        </Text>
      )}
      {own.map((view) => (
        <Saved
          key={view.name}
          view={view}
          open={() => {
            open(view);
            close();
          }}
          forget={() => forget(view.name)}
        />
      ))}
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            size="xs"
            flex={1}
            data-autofocus
            label={words.views.name}
            maxLength={longestName}
            autoComplete="off"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={name.trim() === ''}>
            {words.views.save}
          </Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed">
        {words.views.where}
      </Text>
    </Stack>
  );
};

const Saved = ({ view: { name }, open, forget }: { view: SavedView; open(): void; forget(): void }) => {
  const { words } = useLanguage();
  return (
    <Group gap={4} wrap="nowrap" data-view-saved={name}>
      <Button variant="subtle" size="compact-sm" justify="flex-start" flex={1} miw={0} onClick={open}>
        {name}
      </Button>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={words.views.forget(name)} onClick={forget}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </Group>
  );
};
