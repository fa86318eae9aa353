import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

export const modules = join(root, 'node_modules')

/** The npm package that carries Node itself. */
export const nodePackage = join(modules, 'node')
