import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Candidate } from '../../../api/improvements.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useCommands } from '../../../states/commands.ts';
import { Page } from '../../../states/page.tsx';
import { CaseTabs } from '../case-tabs.tsx';
import { KeysHelp } from '../keys-help.tsx';
import { Candidates } from './candidates.tsx';
import { TakeOnDialog } from './dialogs/take-on.tsx';
import { ImprovementList } from './improvement-list.tsx';
import classes from './improvements.module.css';
import { useMayImprove } from './use-improvements.ts';
import { useImprovementWords } from './words/words.ts';

type Taking = { from?: Candidate | undefined };

/** What goes wrong again and again, and what somebody does against it. */
export const ImprovementsPage = () => {
  const { words } = useLanguage();
  const text = useImprovementWords();
  const mayImprove = useMayImprove();
  const [taking, take] = useState<Taking>();
  useCommands(mayImprove && taking === undefined ? [{ key: 'n', label: text.takeOnElse, run: () => take({}) }] : []);
  return (
    <Page title={words.pages.cases} beside={<KeysHelp />}>
      <CaseTabs shown="improvements" />
      <div className={classes.parts}>
        <Candidates takeOn={mayImprove ? (from) => take({ from }) : undefined} />
        <ImprovementList
          beside={
            mayImprove && (
              <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => take({})}>
                {text.takeOnElse}
              </Button>
            )
          }
        />
      </div>
      {taking && <TakeOnDialog from={taking.from} close={() => take(undefined)} />}
    </Page>
  );
};
