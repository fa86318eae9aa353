/**
 * Counts what a Vitest JSON report says. A file that could not be loaded counts as one failure, and so does a run that
 * failed for a reason outside any test, or that ran no test at all: silence must never look like success.
 */
export function tally({ testResults }, exitCode) {
  const tests = testResults.flatMap((file) => file.assertionResults)
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length
  const passed = count('passed')
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(hasFailed))
  const failed = count('failed') + broken.length
  const ran = passed + failed > 0
  return {
    passed,
    failed: failed === 0 && (exitCode !== 0 || !ran) ? 1 : failed,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  }
}

function hasFailed(test) {
  return test.status === 'failed'
}
