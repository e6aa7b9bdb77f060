import { Card, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A few facts under a title. */
export const FactCard = ({ title, beside, children }: { title: string; beside?: string; children: ReactNode }) => {
  const id = useId();
  return (
    <Card withBorder padding="sm" component="section" aria-labelledby={id}>
      <Group justify="space-between" mb={6} gap="xs">
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        {beside && (
          <Text size="xs" c="dimmed">
            {beside}
          </Text>
        )}
      </Group>
      {children}
    </Card>
  );
};
