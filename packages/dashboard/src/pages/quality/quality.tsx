import { SimpleGrid, Text } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { ErasuresPart } from './erasures.tsx';
import { LagPart } from './lag.tsx';
import { LedgerPart } from './ledger.tsx';
import { ModelsPart } from './models.tsx';
import classes from './quality.module.css';
import { QuarantinePart } from './quarantine.tsx';
import { SuggestionsPart } from './suggestions.tsx';
import { useQualityWords } from './words/words.ts';

/** Whether anything is lost, stuck or wrong: what somebody reads in ten seconds who sees to it that Hilo runs. */
export const QualityPage = () => {
  const { words, formats } = useLanguage();
  const text = useQualityWords();
  return (
    <Page
      title={words.pages.quality}
      beside={
        <Text size="sm" c="dimmed">
          {text.lead} · {formats.zone}
        </Text>
      }
    >
      <div className={classes.parts}>
        <LedgerPart />
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
          <LagPart />
          <ErasuresPart />
          <SuggestionsPart />
        </SimpleGrid>
        <QuarantinePart />
        <ModelsPart />
      </div>
    </Page>
  );
};
