// Runs in a Pod of the cluster, with the image of Hilo: one statement after the other, in one session of the owner of the database; tells the
// rows of the last. node sql.mjs HOST JSON
import { createRequire } from 'node:module';

const [, , host, statements] = process.argv;
const { Client } = createRequire('/app/packages/runtime/package.json')('pg');
const client = new Client({ host, user: 'postgres', password: process.env.DATABASE_PASSWORD, database: 'postgres' });
await client.connect();
let rows = [];
let kept;
for (const text of JSON.parse(statements)) {
  const values = text.includes('$1') ? [kept] : [];
  ({ rows } = await client.query(text, values));
  kept = Object.values(rows[0] ?? {})[0] ?? kept;
}
await client.end();
console.log(JSON.stringify({ kind: 'rows', rows }));
