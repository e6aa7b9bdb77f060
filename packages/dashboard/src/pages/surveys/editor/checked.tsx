import { Text } from '@mantine/core';
import type { CheckedDraft } from '../../../api/surveys.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Verdict } from '../../quality/part.tsx';
import classes from './editor.module.css';
import { useEditorWords } from './words/words.ts';

type Props = { checked: CheckedDraft | undefined; isChecking: boolean; error: Error | null };

/** What the API says of what is written: that it can be published, or all that is wrong, each of which leads to its field. */
export const CheckedCard = ({ checked, isChecking, error }: Props) => {
  const { formats } = useLanguage();
  const text = useEditorWords();
  const n = checked?.faults.length ?? 0;
  return (
    <FactCard title={text.checked.title} {...(isChecking && { beside: text.checked.checking })}>
      <div role="status" data-faults={checked === undefined ? undefined : n}>
        {error && <Verdict tone="wrong">{text.checked.failed}</Verdict>}
        {checked && n > 0 && <Verdict tone="wrong">{text.checked.faults(formats.number(n, 0))}</Verdict>}
        {checked && n === 0 && (
          <Verdict tone="fine">{checked.isInForce ? text.checked.inForce : text.checked.fine}</Verdict>
        )}
      </div>
      <ul className={classes.faults} lang="en">
        {checked?.faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <button type="button" className={classes.fault} onClick={() => goTo(path)}>
              <code>{path}</code> {message}
            </button>
          </li>
        ))}
      </ul>
      {checked && checked.warnings.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {text.checked.warnings}
          </Text>
          <ul className={classes.faults} lang="en">
            {checked.warnings.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <button type="button" className={classes.fault} onClick={() => goTo(path)}>
                  {formats.sentence(message)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </FactCard>
  );
};

/** To the field at this path, or the nearest around it. */
const goTo = (path: string): void => {
  for (let near = path; near !== ''; near = near.replace(/(\.?[^.[]+|\[\d+\])$/, '')) {
    const field = document.getElementById(`field-${near}`);
    if (field === null) continue;
    field.scrollIntoView({ block: 'center' });
    field.focus({ preventScroll: true });
    return;
  }
};
