import fc, { type Arbitrary } from 'fast-check'

// Set the seed to see a failure again.
const seed = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 2 ** 31)
fc.configureGlobal({ seed, endOnFailure: true })
// oxlint-disable-next-line no-console -- the one thing needed to see a failure again
console.info(`properties are checked with AJAR_TEST_SEED=${seed}`)

const AT_ONCE = 5
const ROUNDS = 30

/** Checks a law for a few hundred values, some of them at the same time. */
export async function expectForAll<T>(arbitrary: Arbitrary<T>, law: (value: T) => Promise<void>): Promise<void> {
  const several = fc.array(arbitrary, { minLength: AT_ONCE, maxLength: AT_ONCE })
  const all = fc.asyncProperty(several, async (some) => void (await Promise.all(some.map((one) => holds(law, one)))))
  const { failed, errorInstance } = await fc.check(all, { numRuns: ROUNDS })
  if (failed) throw errorInstance
}

async function holds<T>(law: (value: T) => Promise<void>, value: T): Promise<void> {
  try {
    await law(value)
  } catch (cause) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const shown = text.replaceAll(/(.)\1{20,}|(?:\{"a":){20,}/g, (run) => `${run.slice(0, 5)}…(${run.length})`)
    throw new Error(`AJAR_TEST_SEED=${seed}, with ${shown}: ${(cause as Error).message}`, { cause })
  }
}
