/** Posts the real tweets and reviews to a running Hilo: `pnpm replay ../shared/data`. */
import { Command } from 'commander';
import { createClient } from './api/client.ts';
import { balances } from './api/ledger.ts';
import { defaultDataDir, findKey } from './api/local-key.ts';
import { explainFailure } from './explain-failure.ts';
import { findFiles } from './replay/files.ts';
import { describeOutcome, outcomeAsJson } from './replay/outcome.ts';
import { replay } from './replay/replay.ts';

type Options = { url: string; key?: string; dataDir: string; json?: boolean };

const program = new Command('replay')
  .description(
    'Posts real tweets and reviews at full speed, waits until they are through, and shows what they came to.',
  )
  .argument('<folder>', 'where airline-tweets.csv and its neighbours are')
  .option('--url <url>', 'where Hilo is', 'http://127.0.0.1:8080')
  .option('--key <key>', 'the API key; without it HILO_API_KEY, or that of the local start')
  .option('--data-dir <dir>', 'the data folder of the local start, for its key', defaultDataDir)
  .option('--json', 'end with one line of JSON')
  .action(run);
await program.parseAsync();

async function run(folder: string, { url, key, dataDir, json }: Options): Promise<void> {
  try {
    const { found, missing } = findFiles(folder);
    if (found.length === 0) throw new Error(`${folder} has none of the files: ${missing.join(', ')}.`);
    for (const name of missing) console.error(`left out: ${name} is not in ${folder}`);
    const client = createClient({ url, key: findKey(key, dataDir), onRetry: tellOfPause() });
    const outcome = await replay(client, folder);
    console.log(describeOutcome(outcome));
    if (json) console.log(outcomeAsJson(outcome));
    if (outcome.posted.rejected > 0 || !balances(outcome.total)) process.exitCode = 1;
  } catch (error) {
    console.error(`replay: ${explainFailure(error)}`);
    process.exitCode = 1;
  }
}

/** A restart of Hilo makes many attempts fail; one line in five seconds says enough. */
function tellOfPause(): (reason: string) => void {
  let toldAt = 0;
  return (reason) => {
    if (Date.now() - toldAt < 5000) return;
    toldAt = Date.now();
    console.error(`Hilo does not answer (${reason}); waiting for it`);
  };
}
