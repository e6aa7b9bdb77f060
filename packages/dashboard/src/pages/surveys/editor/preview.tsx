import { Group, NativeSelect, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { previewDraft } from '../../../api/surveys.ts';
import { FactCard } from '../../../states/fact-card.tsx';
import type { Draft } from './draft.ts';
import classes from './editor.module.css';
import { useEditorWords } from './words/words.ts';

type Props = { id: string; draft: Draft | undefined; isStale: boolean };

/** The pages as they are seen on a telephone: of the draft, as it was last without a mistake. */
export const PreviewCard = ({ id, draft, isStale }: Props) => {
  const text = useEditorWords();
  const [language, setLanguage] = useState<string>();
  const [place, setPlace] = useState(0);
  const { data, error } = useQuery({
    queryKey: ['surveys', 'preview', id, draft, language],
    placeholderData: keepPreviousData,
    enabled: draft !== undefined,
    queryFn: ({ signal }) => previewDraft({ id, draft: draft ?? {}, language, signal }),
  });
  const at = Math.min(place, (data?.pages.length ?? 1) - 1);
  const page = data?.pages[at];
  return (
    <FactCard title={text.preview.title}>
      {data === undefined && (
        <Text size="sm">{draft === undefined || error ? text.preview.none : text.preview.waiting}</Text>
      )}
      {data && page && (
        <>
          <Group gap="xs" mb="xs" grow>
            <NativeSelect
              size="xs"
              label={text.preview.page}
              data={data.pages.map(({ question }, index) => ({
                value: String(index),
                label: question === undefined ? text.preview.thanks : `${index + 1}. ${question}`,
              }))}
              value={String(at)}
              onChange={({ currentTarget }) => setPlace(Number(currentTarget.value))}
            />
            <NativeSelect
              size="xs"
              label={text.preview.language}
              data={data.languages}
              value={data.language}
              onChange={({ currentTarget }) => setLanguage(currentTarget.value)}
            />
          </Group>
          <div className={isStale || error ? classes.stale : undefined}>
            <Telephone
              key={`${at} ${data.language}`}
              title={text.preview.frame}
              lang={data.language}
              dir={data.direction}
              style={data.style}
              html={page.html}
            />
          </div>
          <Text size="xs" c="dimmed" mt={4} role="status">
            {isStale || error ? text.preview.stale : text.preview.hint}
          </Text>
        </>
      )}
    </FactCard>
  );
};

type Shown = { title: string; lang: string; dir: 'ltr' | 'rtl'; style: string; html: string };

/**
 * A page in a frame of its own, of the width of a telephone, in which no script runs and nothing can be pressed. Its style sheet is given to it as an object, which
 * the policy of the dashboard allows: what stands in the page itself has no style.
 */
const Telephone = ({ title, lang, dir, style, html }: Shown) => {
  const frame = useRef<HTMLIFrameElement>(null);
  const dress = (): void => {
    const [element, inside] = [frame.current, frame.current?.contentWindow];
    if (!element || !inside) return;
    const Sheet: typeof CSSStyleSheet = Reflect.get(inside, 'CSSStyleSheet');
    const sheet = new Sheet();
    sheet.replaceSync(style);
    inside.document.adoptedStyleSheets = [sheet];
    element.style.height = `${Math.max(inside.document.documentElement.scrollHeight, 560)}px`;
  };
  const page = `<!doctype html><html lang="${lang.replaceAll(/[^\w-]/g, '')}" dir="${dir}"><head><meta name="viewport" content="width=device-width"></head><body>${html}</body></html>`;
  return (
    <div className={classes.telephone}>
      <iframe
        ref={frame}
        title={title}
        sandbox="allow-same-origin"
        inert
        srcDoc={page}
        className={classes.screen}
        onLoad={dress}
        data-preview
      />
    </div>
  );
};
