import { Button, Kbd, Modal, Table, Text } from '@mantine/core';
import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import { useAllCommands, useCommands } from '../../states/commands.ts';
import { useCaseWords } from './words/words.ts';

/** What can be done by keys here, shown by one of them. */
export const KeysHelp = () => {
  const text = useCaseWords();
  const [isShown, setShown] = useState(false);
  useCommands([{ key: '?', label: text.keys.help, run: () => setShown(true) }]);
  return (
    <>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<Keyboard size={16} aria-hidden />}
        rightSection={<Kbd size="xs">?</Kbd>}
        onClick={() => setShown(true)}
      >
        {text.keys.title}
      </Button>
      <Modal
        opened={isShown}
        onClose={() => setShown(false)}
        title={text.keys.title}
        closeButtonProps={{ 'aria-label': text.close }}
      >
        <Text size="sm" mb="xs">
          {text.keys.lead}
        </Text>
        <Keys />
      </Modal>
    </>
  );
};

const Keys = () => {
  const text = useCaseWords();
  const commands = useAllCommands();
  const always = [
    { key: 'Enter', label: text.keys.open },
    { key: 'Ctrl Enter', label: text.keys.submit },
  ];
  return (
    <Table fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.keys.key}</Table.Th>
          <Table.Th>{text.keys.does}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {[...commands, ...always].map(({ key, label }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <Kbd>{key}</Kbd>
            </Table.Td>
            <Table.Td>{label}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};
