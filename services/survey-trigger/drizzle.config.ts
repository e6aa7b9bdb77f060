import { defineConfig } from 'drizzle-kit';

// Paths are relative to the repository's root, where `drizzle-kit generate --config …` is run.
export default defineConfig({
  dialect: 'postgresql',
  schema: './services/survey-trigger/schema.ts',
  out: './services/survey-trigger/migrations',
});
