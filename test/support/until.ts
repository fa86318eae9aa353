/** Waits until something is so. */
export async function until(isSo: () => Promise<boolean>, ms = 20_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not come to that within ${ms / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
