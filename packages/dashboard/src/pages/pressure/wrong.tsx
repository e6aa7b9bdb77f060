import { Alert } from '@mantine/core';
import { ApiProblem } from '../../api/problem.ts';
import classes from './pressure.module.css';
import { usePressureWords } from './words/words.ts';

/** Why something was not done, in the words of the API; that somebody else was faster, in ours. */
export const Wrong = ({ error }: { error: Error }) => {
  const text = usePressureWords();
  const isFaster = error instanceof ApiProblem && error.status === 412;
  const said = error instanceof ApiProblem ? (error.detail ?? error.message) : error.message;
  return (
    <Alert color="red" variant="light" role="alert" mt="sm" className={classes.words}>
      {isFaster ? text.publish.faster : <span lang="en">{said}</span>}
    </Alert>
  );
};
