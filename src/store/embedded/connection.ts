/** What is needed to connect, e.g. with pg's Client. The host is the folder of the socket. */
export type EmbeddedConnection = { host: string; port: number; user: string; database: string }
