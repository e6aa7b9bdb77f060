import { Button, Card, Center, Stack, Text, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useEffect } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { signInAt } from './session.ts';

/** For who is not signed in: the two ways to be. */
export const SignIn = () => {
  const { words } = useLanguage();
  const { back } = useSearch({ strict: false });
  useEffect(() => {
    document.title = `${words.pages.signIn} · Hilo`;
  }, [words]);
  return (
    <Center component="main" mih="70vh" p="md">
      <Card withBorder padding="xl" maw={440}>
        <Stack>
          <Title order={1} size="h2">
            {words.signIn.title}
          </Title>
          <Text>{words.signIn.lead}</Text>
          <Button
            component="a"
            href={signInAt(pathIn(back))}
            leftSection={<KeyRound size={16} aria-hidden />}
            h="auto"
            py="xs"
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            {words.signIn.company}
          </Button>
          <Text size="sm" c="dimmed">
            {words.signIn.local}
          </Text>
        </Stack>
      </Card>
    </Center>
  );
};

/** A page of this dashboard, and of nobody else. */
const pathIn = (back: unknown): string => (typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/');
