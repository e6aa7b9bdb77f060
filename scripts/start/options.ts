import { Command, InvalidArgumentError } from 'commander';
import { defaultDataDir } from '../api/local-key.ts';

export type StartOptions = { traffic: boolean; port: number; dataDir: string; kafka?: string };

/** What `npm start --` was given; ends the process with the usage if it was something wrong. */
export const parseOptions = (): StartOptions =>
  new Command('npm start --')
    .description(
      'Runs all of Hilo on this machine. DATABASE_URL, HILO_API_KEY, HILO_ID_SECRET and HOST are used where set.',
    )
    .option('--no-traffic', 'without the simulated airline')
    .option('--port <number>', 'where to listen', port, 8080)
    .option('--data-dir <dir>', 'where data, key and logs are kept', defaultDataDir)
    .option('--kafka <addresses>', 'put the log on this Kafka, HOST:PORT[,HOST:PORT…], instead of Postgres', brokers)
    .parse()
    .opts<StartOptions>();

const port = (text: string): number => {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
};

const brokers = (text: string): string => {
  if (text.split(',').every((address) => /^[^:/\s]+:\d+$/.test(address))) return text;
  throw new InvalidArgumentError('give HOST:PORT, or several with commas between.');
};
