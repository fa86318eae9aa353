import { type ParseArgsConfig, parseArgs } from 'node:util'
import { ConfigError } from '../config.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Reads what stands behind the command; throws a sentence that says which word is wrong and which ones there are. */
export function readArguments<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    // Node goes on to explain how arguments work in general.
    const [reason] = (error as Error).message.split(/\.\s|\n|\.$/)
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new ConfigError(`${reason}: what can be given is ${known.join(', ')}.`)
  }
}
