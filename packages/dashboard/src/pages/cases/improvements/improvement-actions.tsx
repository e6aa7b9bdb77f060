import { Button, Group, Kbd, Text } from '@mantine/core';
import { CircleCheck, CircleX, type LucideIcon, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { WholeImprovement } from '../../../api/improvements.ts';
import { useCommands } from '../../../states/commands.ts';
import { ChangeDialog } from './dialogs/change.tsx';
import { DoneDialog, DropDialog } from './dialogs/end.tsx';
import { useMayImprove } from './use-improvements.ts';
import { useImprovementWords } from './words/words.ts';

const dialogs = { change: ChangeDialog, done: DoneDialog, drop: DropDialog };
type DialogName = keyof typeof dialogs;

const possible: readonly { name: DialogName; key: string; icon: LucideIcon }[] = [
  { name: 'change', key: 'e', icon: Pencil },
  { name: 'done', key: 'd', icon: CircleCheck },
  { name: 'drop', key: 'x', icon: CircleX },
];

/** What can be done with one that is open, each by a button and a key. */
export const ImprovementActions = ({ one }: { one: WholeImprovement }) => {
  const text = useImprovementWords();
  const mayImprove = useMayImprove();
  const [dialog, open] = useState<DialogName>();
  const actions = mayImprove ? possible : [];
  const commands = actions.map(({ name, key }) => ({ key, label: text.do[name], run: () => open(name) }));
  useCommands(dialog === undefined ? commands : []);
  const Dialog = dialog && dialogs[dialog];
  return (
    <section>
      {mayImprove === false && (
        <Text size="sm" c="dimmed">
          {text.lookOnly}
        </Text>
      )}
      <Group gap={6}>
        {actions.map(({ name, key, icon: Icon }) => (
          <Button
            key={key}
            size="xs"
            variant="default"
            leftSection={<Icon size={14} aria-hidden />}
            rightSection={<Kbd size="xs">{key}</Kbd>}
            onClick={() => open(name)}
          >
            {text.do[name]}
          </Button>
        ))}
      </Group>
      {Dialog && <Dialog one={one} close={() => open(undefined)} />}
    </section>
  );
};
