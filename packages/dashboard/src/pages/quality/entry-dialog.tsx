import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Quarantined, readQuarantined } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { messageText } from './draft.ts';
import { Mending } from './mending.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** A message that could not be processed: why, what can be done, what it says, and to do it. */
export const EntryDialog = ({ id, close }: { id: number; close(): void }) => {
  const text = useQualityWords();
  const query = useQuery({
    queryKey: ['quarantined', id],
    queryFn: ({ signal }) => readQuarantined({ id, signal }),
    // Each look is noted, and who is named in it is forgotten with the dialogue.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={text.quarantine.entry(String(id))}
      closeButtonProps={{ 'aria-label': text.quarantine.close }}
    >
      <Answered query={query} rows={6}>
        {(entry) => (
          <Stack gap="sm">
            <Explained entry={entry} />
            {entry.state !== 'waiting' && <Message entry={entry} />}
            {entry.state === 'waiting' && <Mending entry={entry} />}
            <Done entry={entry} />
          </Stack>
        )}
      </Answered>
    </Modal>
  );
};

/** Why it is here, in the words of the API. */
const Explained = ({ entry }: { entry: Quarantined }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const { reason, meaning, detail, advice, obstacle, origin, arrivedAt, source } = entry;
  return (
    <>
      <div lang="en" className={classes.words}>
        <Text fw={600}>{reason}</Text>
        <Text size="sm">{meaning}</Text>
        {detail !== undefined && (
          <Text size="sm" fw={600}>
            {detail}
          </Text>
        )}
        <Text size="sm" c="dimmed" mt={4}>
          {obstacle ?? advice}
        </Text>
      </div>
      <dl className={classes.facts}>
        <dt>{text.quarantine.arrived}</dt>
        <dd>
          {formats.moment(arrivedAt)} · {formats.zone}
        </dd>
        <dt>{text.quarantine.origin}</dt>
        <dd>
          {origin.topic}/{origin.partition}/{origin.offset}
          {source !== undefined && ` · ${source}`}
        </dd>
        <dt>{text.quarantine.readBy}</dt>
        <dd>{origin.group}</dd>
      </dl>
    </>
  );
};

const Message = ({ entry }: { entry: Quarantined }) => {
  const text = useQualityWords();
  const { fixed, message } = entry;
  return (
    <Textarea
      className={classes.code}
      readOnly
      autosize
      maxRows={14}
      label={fixed === undefined ? text.quarantine.message : text.quarantine.fixed}
      value={fixed === undefined ? messageText(message) : JSON.stringify(fixed, null, 2)}
    />
  );
};

/** Who looked at it or did something with it, when and why. */
const Done = ({ entry: { actions } }: { entry: Quarantined }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  return (
    <section aria-label={text.quarantine.done}>
      <Text size="xs" c="dimmed" mb={4}>
        {text.quarantine.done}. {text.quarantine.noted}
      </Text>
      <ul className={classes.plain}>
        {actions.map(({ action, at, by, note }) => (
          <li key={`${action} ${at}`} className={classes.words}>
            {formats.moment(at)} · {text.quarantine.actions[action]} · {by.person?.subject ?? by.key}
            {note !== undefined && ` · ${note}`}
          </li>
        ))}
      </ul>
    </section>
  );
};
