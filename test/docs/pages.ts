import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every page of the documentation, by its path in the repository. */
export const allPages = (): string[] => globSync(['*.md', 'docs/**/*.md'], { cwd: root }).toSorted()

/** The pages about a dialect, or about each. */
export const apiPages = (dialect: 'close' | 'clevertim' | '*' = '*'): string[] =>
  globSync(`docs/api/${dialect}/*.md`, { cwd: root }).toSorted()

/** The text of a page. */
export const read = (page: string): string => readFileSync(join(root, page), 'utf8')

/** The shell blocks of a page that call the API, one after the other. */
export function examplesIn(text: string): string {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
  return blocks.filter((block) => block.includes('curl ') && block.includes('$AJAR')).join('\n')
}

/** A page without its blocks of code. */
export const prose = (text: string): string => text.replaceAll(/^```.*?^```$/gms, '')
