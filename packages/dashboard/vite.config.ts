import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { nonceMark } from './build/built.ts';

/** `pnpm dev` shows what is written at once, before a Hilo that runs: its address, and a key in place of a session. */
const { HILO_URL: target = 'http://localhost:8080', HILO_API_KEY } = process.env;
const proxied = {
  target,
  ...(HILO_API_KEY !== undefined && { headers: { authorization: `Bearer ${HILO_API_KEY}` } }),
};

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  plugins: [react()],
  // What is made as it is written brings styles of its own, by which no nonce is known.
  ...(command === 'build' && { html: { cspNonce: nonceMark } }),
  // These know `light-dark()`, by which every colour has its other half in the dark.
  build: { target: ['chrome123', 'firefox120', 'safari17.5'], assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { '/v1': proxied, '/auth': proxied } },
}));
