import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takenAway } from './taken-away.ts';

const services = join(import.meta.dirname, '..', '..', 'services');

/** From before there was a version to go back to. */
const before = ['identity-resolution/0001_decisions.sql'];

const migrations = readdirSync(services).flatMap((service) => {
  const folder = join(services, service, 'migrations');
  return readdirSync(folder).flatMap((name) =>
    name.endsWith('.sql') ? [{ name: `${service}/${name}`, sql: readFileSync(join(folder, name), 'utf8') }] : [],
  );
});

it('only extends: the version before goes on beside every migration, and can be gone back to', () => {
  expect(migrations.length).toBeGreaterThan(30);
  const wrong = migrations.flatMap(({ name, sql }) => takenAway(sql).map((what) => `${name} ${what}`));
  expect(wrong.filter((line) => !before.some((name) => line.startsWith(name)))).toEqual([]);
  expect(wrong.length).toBeGreaterThan(0);
});

it.each([
  'DROP TABLE "receipts"',
  'ALTER TABLE "receipts" DROP COLUMN "rule"',
  'ALTER TABLE "receipts" RENAME COLUMN "rule" TO "why"',
  'ALTER TABLE receipts RENAME TO notes',
  'ALTER TABLE "receipts" ADD COLUMN "rule" text NOT NULL',
  'ALTER TABLE "receipts" ADD COLUMN "a" text DEFAULT \'\' NOT NULL, ADD COLUMN "b" text NOT NULL',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" SET NOT NULL',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" SET DATA TYPE integer',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" TYPE integer USING rule::integer',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" DROP DEFAULT',
  'ALTER TABLE "receipts" DROP CONSTRAINT "receipts_pk"',
  'ALTER TABLE "receipts" ADD CONSTRAINT "some" CHECK (rule > 0)',
  'CREATE UNIQUE INDEX "once" ON "receipts" ("rule")',
  'CREATE TABLE "other" ("id" integer);--> statement-breakpoint\ndrop table "receipts"',
])('refuses %s', (sql) => {
  expect(takenAway(sql)).toHaveLength(1);
});

it.each([
  'CREATE TABLE "other" ("id" uuid PRIMARY KEY NOT NULL, CONSTRAINT "one" CHECK (true))',
  'CREATE TABLE "other" ("id" uuid);--> statement-breakpoint\nCREATE UNIQUE INDEX "once" ON "other" ("id")',
  'ALTER TABLE "receipts" ADD COLUMN "rule" text',
  'ALTER TABLE "receipts" ADD COLUMN "rule" text;--> statement-breakpoint\nCREATE UNIQUE INDEX "once" ON "receipts" ("rule")',
  'ALTER TABLE "receipts" ADD COLUMN "rule" integer DEFAULT 0 NOT NULL',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" DROP NOT NULL',
  'ALTER TABLE "receipts" ALTER COLUMN "rule" SET STORAGE EXTERNAL',
  'CREATE INDEX "some" ON "receipts" ("rule")',
  'DROP INDEX "some"',
  '-- DROP TABLE "receipts"\nSELECT 1',
  'ALTER TABLE "receipts" DROP COLUMN "rule";\nINSERT INTO installation (name, value) VALUES (\'oldest-version\', \'0.4.0\')',
])('lets through %s', (sql) => {
  expect(takenAway(sql)).toEqual([]);
});
