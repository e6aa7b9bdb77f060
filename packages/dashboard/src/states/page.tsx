import { Group, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';

/** A page: its title, also of the tab, what stands beside it, and what is in it. */
export const Page = ({ title, beside, children }: { title: string; beside?: ReactNode; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Hilo`;
  }, [title]);
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="baseline" mb="sm" gap="xs">
        <Title order={1} size="h2">
          {title}
        </Title>
        {beside}
      </Group>
      {children}
    </div>
  );
};
