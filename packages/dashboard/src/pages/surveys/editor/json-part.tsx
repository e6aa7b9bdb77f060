import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Draft, isObject, type Json } from './draft.ts';
import classes from './editor.module.css';
import { useEditorWords } from './words/words.ts';

/** All of it as JSON: also what has no field of its own. */
export const JsonPart = ({ draft, write }: { draft: Draft; write(draft: Draft): void }) => {
  const text = useEditorWords();
  const [written, setWritten] = useState(() => JSON.stringify(draft, null, 2));
  const [wrong, setWrong] = useState<string>();
  const read = (typed: string): void => {
    setWritten(typed);
    try {
      const value: Json = JSON.parse(typed);
      if (!isObject(value)) throw new SyntaxError(text.json.noObject);
      setWrong(undefined);
      write(value);
    } catch (error) {
      setWrong(error instanceof SyntaxError ? error.message : String(error));
    }
  };
  return (
    <Textarea
      className={classes.code}
      autosize
      minRows={12}
      maxRows={40}
      spellCheck={false}
      label={text.json.label}
      description={text.json.hint}
      error={wrong !== undefined && text.json.wrong(wrong)}
      value={written}
      onChange={({ currentTarget }) => read(currentTarget.value)}
    />
  );
};
