/** The PostgreSQL that tests use instead of starting their own, as a role that may create databases. */
export function testServerUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.CHAPPE_TEST_DATABASE_URL || undefined
}
