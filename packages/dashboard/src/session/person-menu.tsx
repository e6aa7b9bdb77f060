import { ActionIcon, Menu, Text } from '@mantine/core';
import { CircleUser, LogOut } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { signOut, useSession } from './session.ts';

/** Who is signed in, as what, and how to end that. */
export const PersonMenu = () => {
  const { words } = useLanguage();
  const { data: session } = useSession();
  if (!session) return null;
  const name = session.person.name ?? session.person.id;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${words.person.signedInAs} ${name}`}>
          <CircleUser size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {words.person.signedInAs}
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate maw={220}>
            {name}
          </Text>
          {session.roles.length > 0 && `${words.person.roles}: ${session.roles.join(', ')}`}
        </Menu.Label>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void signOut()}>
          {words.person.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
