import { defineConfig } from 'vitest/config'

// Every test file that touches the database clones the migrated template that globalSetup makes. The time limits are for
// what hangs: a test of 10 s takes 30 on a busy machine, and what comes within a second may take many.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
