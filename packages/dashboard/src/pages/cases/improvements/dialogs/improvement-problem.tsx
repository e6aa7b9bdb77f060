import { Alert, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { ApiProblem } from '../../../../api/problem.ts';
import { useLanguage } from '../../../../i18n/language.tsx';
import { useImprovementWords } from '../words/words.ts';

/** Why something was not done with an improvement. */
export const ImprovementProblem = ({ error }: { error: Error | null }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  if (error === null) return null;
  const isLate = error instanceof ApiProblem && error.status === 412;
  const detail = error instanceof ApiProblem ? (error.detail ?? error.message) : error.message;
  return (
    <Alert
      color={isLate ? 'orange' : 'red'}
      variant="light"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={isLate ? text.quicker : text.failed}
    >
      {isLate ? (
        <Text size="sm">{text.quickerHint}</Text>
      ) : (
        <Text size="sm" lang="en">
          {formats.sentence(detail)}
        </Text>
      )}
    </Alert>
  );
};
