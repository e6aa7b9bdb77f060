import { Alert, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { ApiProblem } from '../../api/problem.ts';
import { usePrivacyWords } from './words/words.ts';

/** Why something was not done, in the words of the API. */
export const NotDone = ({ error }: { error: Error | null }) => {
  const text = usePrivacyWords();
  if (error === null) return null;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      mt="xs"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={text.failed}
    >
      <Text size="sm" lang="en">
        {error instanceof ApiProblem ? (error.detail ?? error.message) : error.message}
      </Text>
    </Alert>
  );
};
