/**
 * Measures how well people who share no identifier are matched: `pnpm evaluate`, `pnpm evaluate linkage FILE.csv --map MAP.json`;
 * counts what limits can be chosen by: `pnpm evaluate limits`; and measures predictions on an airline whose customers leave by a law
 * that no model is told: `pnpm evaluate prediction`. And how texts that people labelled are judged: `pnpm evaluate sentiment FILE.csv`.
 */
import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { countForLimits, describeCounted, sharesOf } from './evaluate/limits.ts';
import { evaluateLinkage } from './evaluate/linkage.ts';
import { readMap } from './evaluate/map.ts';
import { evaluatePrediction, type PredictionOptions } from './evaluate/prediction.ts';
import { describePrediction, failures, predictionScores } from './evaluate/prediction-report.ts';
import { describeEvaluation, scoresOf } from './evaluate/report.ts';
import { describeSentiment, evaluateSentiment, sentimentScores } from './evaluate/sentiment.ts';
import { shippedIn } from './evaluate/shipped.ts';
import type { ColumnsOfVerbatims } from './evaluate/verbatims.ts';
import { explainFailure } from './explain-failure.ts';

const program = new Command('evaluate')
  .description('Measures the linkage of people who share no identifier, on labelled files with maps that are shipped.')
  .option('--data <folder>', 'where febrl3.csv and splink-fake-1000.csv are', '../shared/data')
  .action(({ data }: { data: string }) => saying(() => evaluateShipped(data)));

program
  .command('linkage')
  .description(
    'Measures it on any labelled CSV file, or across two. The model is trained on the file, without its labels.',
  )
  .argument('<file>', 'a CSV file with a header')
  .argument('[second]', 'a CSV file with the same columns: pairs are then sought across the two, not within them')
  .requiredOption('--map <map>', 'a JSON file that says which column is what')
  .addHelpText('after', explainMap)
  .action((file: string, second: string | undefined, { map }: { map: string }) =>
    saying(() => evaluateFiles(second === undefined ? [file] : [file, second], map)),
  );
program
  .command('limits')
  .description('Counts what the limits of the registry can be chosen by: how many e-mails a person has, and the like.')
  .option('--data <folder>', 'where the files are', '../shared/data')
  .action((_options, command: Command) => saying(() => evaluateLimits(command.optsWithGlobals().data)));
program
  .command('prediction')
  .description(
    'Measures the risks and offers that are learnt of a simulated airline, beside the law by which its customers leave.',
  )
  .option('--customers <number>', 'how many live there', whole, 3000)
  .option('--days <number>', 'for how long it is watched', whole, 730)
  .option('--seed <number>', 'another seed, another airline', whole, 1)
  .action((options: PredictionOptions) => saying(async () => evaluatePredictions(options)));
program
  .command('sentiment')
  .description(
    'Measures how texts that people labelled negative, neutral or positive are judged, beside two libraries.',
  )
  .argument('<file>', 'a CSV file with a header, a column of texts and one of labels')
  .option('--lang <language>', 'en or es; without it, what most of the texts are in')
  .option('--text <column>', 'the column of texts; without it: text, content, verbatim, comment …')
  .option('--label <column>', 'the column of labels; without it: sentiment, label, polarity …')
  .option(
    '--learn <number>',
    'learn of so many of them first, as of answers of which a tenth have a wrong score, and judge the others',
    whole,
  )
  .action((file: string, { learn, ...columns }: ColumnsOfVerbatims & { learn?: number }) =>
    saying(() => evaluateSentiments(file, columns, learn)),
  );
await program.parseAsync();

async function evaluateSentiments(file: string, columns: ColumnsOfVerbatims, learn?: number): Promise<void> {
  if (!existsSync(file)) throw new Error(`there is no file ${file}.`);
  const found = await evaluateSentiment(file, columns, learn);
  console.log(`${describeSentiment(file, found)}\n`);
  console.log(JSON.stringify({ name: 'sentiment', scores: sentimentScores(found) }));
}

function evaluatePredictions(options: PredictionOptions): void {
  const found = evaluatePrediction(options);
  console.log(`${describePrediction(found)}\n`);
  console.log(JSON.stringify({ name: 'prediction', scores: predictionScores(found) }));
  if (failures(found).length > 0) process.exitCode = 1;
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('give a whole number above 0.');
}

async function evaluateLimits(folder: string): Promise<void> {
  const { found, missing } = await countForLimits(folder);
  for (const file of missing) console.error(`left out: ${file} is not there`);
  if (found.length === 0) throw new Error(`there is nothing to count in ${folder}; --data says where the files are.`);
  for (const one of found) console.log(`${describeCounted(one)}\n`);
  console.log(JSON.stringify({ name: 'limits', scores: sharesOf(found) }));
}

async function evaluateShipped(folder: string): Promise<void> {
  const { found, missing } = shippedIn(folder);
  for (const file of missing) console.error(`left out: ${file} is not there`);
  if (found.length === 0) throw new Error(`there is nothing to measure in ${folder}; --data says where the files are.`);
  const scores: Record<string, Record<string, number>> = {};
  for (const { name, file, map } of found) {
    const evaluation = await evaluateLinkage([file], readMap(map), progress());
    console.log(`${describeEvaluation(name, evaluation)}\n`);
    scores[name] = scoresOf(evaluation);
  }
  console.log(JSON.stringify({ name: 'linkage', scores }));
}

async function evaluateFiles(files: readonly string[], mapFile: string): Promise<void> {
  for (const file of [...files, mapFile]) if (!existsSync(file)) throw new Error(`there is no file ${file}.`);
  const evaluation = await evaluateLinkage(files, readMap(mapFile), progress());
  console.log(`${describeEvaluation(files.join(' with '), evaluation)}\n`);
  console.log(JSON.stringify({ name: 'linkage', scores: scoresOf(evaluation) }));
}

async function saying(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    console.error(`evaluate: ${explainFailure(error)}`);
    process.exitCode = 1;
  }
}

/** A line when something new begins, and every few seconds after that. */
function progress(): (step: string, share: number) => void {
  let [told, toldAt] = ['', 0];
  return (step, share) => {
    if (step === told && Date.now() - toldAt < 3000) return;
    [told, toldAt] = [step, Date.now()];
    console.error(share > 0 ? `${step}: ${Math.round(100 * share)} %` : step);
  };
}

function explainMap(): string {
  return `
The map names the column with the record's id, the one with the truth (which the model never sees; the first group of the
optional pattern is the entity), and which column is which field:

  { "id": "rec_id", "truth": { "column": "rec_id", "pattern": "^rec-(\\\\d+)-" },
    "fields": { "givenName": "given_name", "familyName": "surname", "birthDate": "date_of_birth" } }

Hilo knows givenName, familyName, fullName, birthDate, email, phone, nationalId, street, streetNumber, addressLine2, city,
postcode, region, country and gender; any other name gets a general comparison. A field may also be a list of columns, whose
values are put one after the other. Dates come in whatever form the file has.`;
}
