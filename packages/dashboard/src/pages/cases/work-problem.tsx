import { Alert, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { WholeCase } from '../../api/cases.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Steps } from './history.tsx';
import type { Work } from './use-work.ts';
import { useCaseWords } from './words/words.ts';

/** Why something was not done with a case; and where somebody else was quicker, what was done meanwhile. */
export const WorkProblem = ({ work, one }: { work: Work; one: WholeCase }) => {
  const { formats } = useLanguage();
  const text = useCaseWords();
  const { error, variables } = work;
  if (error === null) return null;
  const isLate = error instanceof ApiProblem && error.status === 412;
  const detail = error instanceof ApiProblem ? (error.detail ?? error.message) : error.message;
  const seen = variables?.seen.revision ?? one.revision;
  return (
    <Alert
      color={isLate ? 'orange' : 'red'}
      variant="light"
      mt="xs"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={isLate ? text.quicker : text.failed}
    >
      {isLate ? (
        <Stack gap="xs">
          <Text size="sm">{text.quickerHint}</Text>
          <Steps steps={one.history.filter(({ revision }) => revision > seen)} />
        </Stack>
      ) : (
        <Text size="sm" lang="en">
          {formats.sentence(detail)}
        </Text>
      )}
    </Alert>
  );
};
