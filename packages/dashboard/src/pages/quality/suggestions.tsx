import { Anchor, Text } from '@mantine/core';
import { askQuality } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part, useAnswer, Verdict } from './part.tsx';
import { useQualityWords } from './words/words.ts';

/** How many pairs wait until somebody says whether they are one person. They themselves are not asked for here, since that is noted. */
export const SuggestionsPart = () => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const query = useAnswer('suggestions', askQuality.suggestions);
  return (
    <Part title={text.suggestions.title} query={query} rows={2}>
      {({ open }) => (
        <>
          <Verdict tone={open === 0 ? 'fine' : 'open'}>
            <span data-count="suggestions" data-value={open}>
              {open === 0 ? text.suggestions.none : text.suggestions.open(formats.number(open, 0))}
            </span>
          </Verdict>
          <Text size="sm" c="dimmed">
            {text.suggestions.hint}
          </Text>
          {open > 0 && (
            <Text size="sm" mt={4}>
              <Anchor href="/v1/identity/suggestions" size="sm" underline="always">
                {text.suggestions.look}
              </Anchor>
              . {text.suggestions.noted}
            </Text>
          )}
        </>
      )}
    </Part>
  );
};
