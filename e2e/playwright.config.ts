import { defineConfig } from '@playwright/test'

/** Journeys through the real product. `scripts/test.mjs` finds the browser and builds before. */
export default defineConfig({
  testDir: '.',
  // Half of the time a journey waits: for the product, for the browser, for a clock.
  workers: 2,
  // Twice what the longest journey takes on a busy machine.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  // A browser on a busy machine may miss a beat: once more, and the report calls it flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  outputDir: '../test-results/e2e',
  use: {
    viewport: { width: 1440, height: 900 },
    // Recording is a third of what a journey costs: in CI only a second attempt is recorded.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    actionTimeout: 15_000,
    launchOptions: {
      ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
      ],
    },
  },
})
