import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clevertimResources } from '../../src/api/clevertim/clevertim.ts'
import { closeResources } from '../../src/api/close/close.ts'
import { allPages, apiPages, examplesIn, prose, read, root } from './pages.ts'

describe('links', () => {
  test.each(allPages())('%s leads somewhere', (page) => {
    const broken = linksIn(read(page)).filter((link) => !leadsSomewhere(page, link))

    expect(broken).toEqual([])
  })
})

describe('the pages are complete', () => {
  const dialects = { close: closeResources(''), clevertim: clevertimResources } as const
  const resources = (['close', 'clevertim'] as const).flatMap((dialect) =>
    dialects[dialect].map((of) => [dialect, of.path ?? '', of] as const),
  )

  test.each(resources)('%s: %s', (dialect, path, of) => {
    const text = apiPages(dialect).map(read).join('\n')
    const names = [...Object.keys(of.fields), ...Object.keys(of.filters), ...Object.keys(of.orders)]
    const missing = names.filter((name) => !text.includes(`\`${name.replace('cf_*', 'cf_…')}\``))

    expect({ isThere: text.includes(path), missing }).toEqual({ isThere: true, missing: [] })
  })

  test('every page of a resource shows calls', () => {
    const without = apiPages().filter((page) => !page.endsWith('differences.md') && examplesIn(read(page)) === '')

    expect(without).toEqual([])
  })

  test('the README knows every setting', () => {
    const settings = read('src/config.ts').match(/(?<=optional\(env, ')[A-Z_]+/g) ?? []
    const readme = read('README.md')

    expect(settings.length).toBeGreaterThan(10)
    expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })
})

function linksIn(text: string): string[] {
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? page : normalize(join(dirname(page), file))
  if (!existsSync(join(root, target))) return false
  if (anchor === undefined) return true
  return statSync(join(root, target)).isFile() && headingsIn(read(target)).includes(anchor)
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsIn(text: string): string[] {
  const titles = [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => title)
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
