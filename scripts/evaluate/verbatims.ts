import { type Language, type Polarity, verbatimLanguage } from '@hilo/sentiment';
import { formatOf, rowsIn } from '../import/csv.ts';

export type LabelledVerbatim = { text: string; label: Polarity };
export type LabelledVerbatims = { verbatims: LabelledVerbatim[]; language: Language; leftOut: number };

export type ColumnsOfVerbatims = { text?: string; label?: string; lang?: string };

const textColumns = ['text', 'content', 'verbatim', 'comment', 'tweet', 'tweet_text', 'texto'];
const labelColumns = ['sentiment', 'label', 'polarity', 'airline_sentiment', 'sentimiento', 'class'];
const labels: Record<string, Polarity> = {
  ...{ negative: 'negative', neg: 'negative', '-1': 'negative', negativo: 'negative', n: 'negative' },
  ...{ neutral: 'neutral', neu: 'neutral', '0': 'neutral', neutro: 'neutral', none: 'neutral' },
  ...{ positive: 'positive', pos: 'positive', '1': 'positive', positivo: 'positive', p: 'positive' },
};

/** Texts that people labelled, of a CSV file with a header. Rows without a text or with another label are counted as left out. */
export const readVerbatims = async (file: string, told: ColumnsOfVerbatims): Promise<LabelledVerbatims> => {
  const rows = rowsIn(file, await formatOf(file, {}));
  const header = (await rows.next()).value?.fields ?? [];
  const [text, label] = [columnOf(header, textColumns, told.text), columnOf(header, labelColumns, told.label)];
  const verbatims: LabelledVerbatim[] = [];
  let leftOut = 0;
  for await (const { fields } of rows) {
    const known = labels[(fields[label] ?? '').trim().toLowerCase()];
    if (known === undefined || !fields[text]) leftOut += 1;
    else verbatims.push({ text: fields[text], label: known });
  }
  if (verbatims.length === 0)
    throw new Error(`${file} has no rows with a text and one of the labels negative, neutral and positive.`);
  return { verbatims, leftOut, language: languageIn(verbatims, told.lang) };
};

const columnOf = (header: readonly string[], usual: readonly string[], told?: string): number => {
  const names = header.map((name) => name.trim().toLowerCase());
  const found =
    told === undefined ? names.findIndex((name) => usual.includes(name)) : names.indexOf(told.toLowerCase());
  if (found >= 0) return found;
  throw new Error(
    `There is no column ${told ?? usual.join(' or ')} in the header: ${header.join(', ')}. Say --text and --label.`,
  );
};

/** Of which language most of them are, where it was not said. */
const languageIn = (verbatims: readonly LabelledVerbatim[], told?: string): Language => {
  if (told !== undefined) {
    const language = verbatimLanguage('', told);
    if (language) return language;
    throw new Error(`Sentiment is not measured in ${told}: there are lists of words and a head for en and es.`);
  }
  const found = verbatims.slice(0, 500).map(({ text }) => verbatimLanguage(text));
  return found.filter((one) => one === 'es').length > found.filter((one) => one === 'en').length ? 'es' : 'en';
};
