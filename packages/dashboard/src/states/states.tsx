import { Alert, Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { useLanguage } from '../i18n/language.tsx';

/** What could not be read, why, and a second try; what was read before stays below it, greyed. */
export const Failed = ({ error, retry, isStale }: { error: Error; retry(): void; isStale: boolean }) => {
  const { words } = useLanguage();
  const detail = error instanceof ApiProblem ? (error.detail ?? error.message) : error.message;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={words.states.failed}
      mb="md"
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {detail} {isStale && words.states.stale}
        </Text>
        <Button size="xs" variant="outline" color="red" onClick={retry}>
          {words.states.retry}
        </Button>
      </Stack>
    </Alert>
  );
};

/** That nothing is there, and what would fill it. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Center p="lg">
    <Stack gap={4} align="center">
      <Text size="sm" fw={600} ta="center">
        {title}
      </Text>
      {children && (
        <Text size="sm" c="dimmed" ta="center" maw={420}>
          {children}
        </Text>
      )}
    </Stack>
  </Center>
);

/** In place of what is being read, in its size. */
export const Waiting = ({ height, count = 1 }: { height: number; count?: number }) => {
  const { words } = useLanguage();
  return (
    <Stack gap="xs" aria-busy aria-label={words.states.loading} role="status">
      {Array.from({ length: count }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={n} height={height} />
      ))}
    </Stack>
  );
};
