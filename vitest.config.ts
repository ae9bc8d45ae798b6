import { defineConfig } from 'vitest/config'

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
        test: { name: 'core', root: 'packages/core', include: ['src/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'server',
          root: 'packages/server',
          include: ['src/**/*.test.ts'],
          globalSetup: ['src/testing/database-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'web', root: 'packages/web', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
      },
    ],
  },
})
