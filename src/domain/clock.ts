/** Where actions get the time: an instant as ISO 8601 text in UTC, to the millisecond. */
export type Clock = () => string

/** The clock of this machine. */
export const systemClock: Clock = () => new Date().toISOString()
