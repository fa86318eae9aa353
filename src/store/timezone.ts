import sql from 'sql-template-tag'
import { type Runner, sqlState } from './database/database.ts'

/** Whether the database knows the clocks of this time zone (IANA). */
export async function knowsTimezone(runner: Runner, name: string): Promise<boolean> {
  try {
    await runner.run(sql`select now() at time zone ${name}::text as local`)
    return true
  } catch (error) {
    if (sqlState(error) === '22023') return false
    throw error
  }
}
