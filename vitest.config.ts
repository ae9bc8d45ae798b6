import { defineConfig } from 'vitest/config'

// What a test waits for may take its time on a busy machine; nothing waits longer than it must.
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } }

/**
 * One run for the three packages. Only the server's tests need a database: its global setup starts one
 * PostgreSQL for the whole run, and each test file works in its own clone of a migrated template.
 */
export default defineConfig({
  test: {
    // Of two cores the usual number would leave one idle.
    maxWorkers: '100%',
    projects: [
      {
        test: { name: 'core', root: 'packages/core', include: ['src/**/*.test.ts'], ...patience },
      },
      {
        test: {
          name: 'server',
          root: 'packages/server',
          include: ['src/**/*.test.ts'],
          globalSetup: ['src/testing/database-setup.ts'],
          ...patience,
        },
      },
      {
        test: { name: 'web', root: 'packages/web', include: ['src/**/*.test.{ts,tsx}'], ...patience },
      },
    ],
  },
})
