import { defineConfig } from 'vitest/config';

/** Stories in a real browser against a real Souk: one service for all of them, two browsers at a time. */
export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['**/*.e2e.ts'],
    globalSetup: ['service.ts'],
    maxWorkers: 2,
    // A shared machine may stall a browser once; a story that is wrong is wrong twice.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
