import { Anchor, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CustomerRecord } from '../../api/customers.ts';
import { exportCustomer } from '../../api/privacy.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useMay } from '../../session/session.ts';
import { FactCard } from '../../states/fact-card.tsx';
import classes from '../customers/customers.module.css';
import { EraseDialog } from './erase-dialog.tsx';
import { NotDone } from './not-done.tsx';
import { usePrivacyWords } from './words/words.ts';

/** Everything that is known, as a file; and that nothing is known any more: for who may. */
export const PrivacyCard = ({ record }: { record: CustomerRecord }) => {
  const text = usePrivacyWords();
  const { formats } = useLanguage();
  const may = useMay('erasures:write');
  const [isErasing, setErasing] = useState(false);
  const work = useMutation({
    mutationFn: exportCustomer,
    gcTime: 0,
    onSuccess: (exported) => save(exported, `hilo-${exported.customer}.json`),
  });
  if (!may) return null;
  return (
    <FactCard title={text.title}>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<Download size={14} aria-hidden />}
          loading={work.isPending}
          title={text.exportHint}
          onClick={() => work.mutate(record.id)}
        >
          {text.export}
        </Button>
        <Button
          size="xs"
          variant="outline"
          color="red"
          c="var(--bad)"
          leftSection={<Trash2 size={14} aria-hidden />}
          title={text.eraseHint}
          onClick={() => setErasing(true)}
        >
          {text.erase}
        </Button>
      </Group>
      <NotDone error={work.error} />
      {work.data && (
        <div role="status">
          <Text size="sm" mt="xs">
            {text.exported(formats.number(work.data.interactions.length, 0))} {text.elsewhere}
          </Text>
          <ul className={classes.plain} lang="en">
            {work.data.elsewhere.map(({ path, what }) => (
              <li key={path}>
                <Anchor href={path} size="sm" download>
                  {what}
                </Anchor>
              </li>
            ))}
          </ul>
        </div>
      )}
      {isErasing && <EraseDialog record={record} close={() => setErasing(false)} />}
    </FactCard>
  );
};

/** Gives a file to who looks, from memory: it is kept nowhere else. */
const save = (content: object, name: string): void => {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
};
