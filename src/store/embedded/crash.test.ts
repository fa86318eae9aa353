import { spawn } from 'node:child_process'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from './embedded.ts'
import { socketIn } from './socketFolder.ts'
import { aFolder, aMadeFolder, anAjar, aServer, ask, asRoot, kill, postmastersBelow, until } from './testSupport.ts'

test('a server that a killed Ajar left behind is joined, and then stopped', async () => {
  const folder = await aMadeFolder()
  const ajar = anAjar(folder)
  const { postmasterPid } = await ajar.report
  await ajar.kill()

  const server = await aServer(folder)
  expect(server).toMatchObject({ joined: true, postmasterPid })
  await server.stop()
  expect(await postmastersBelow(folder)).toEqual([])
})

test.each([0, 300])('killed together with its server, a start %i ms later finds the data', async (pause) => {
  const folder = await aMadeFolder()
  const ajar = anAjar(folder, { durable: true })
  const { postmasterPid, connection } = await ajar.report
  await ask(connection, 'CREATE TABLE kept AS SELECT g FROM generate_series(1, 1000) g')
  // A process that computes keeps the shared memory until it is done, and notices only then.
  const busy = ask(connection, busyForASecond).catch(() => {})
  await sleep(200)
  kill(postmasterPid, 'SIGKILL')
  await ajar.kill()
  await sleep(pause)

  const log: string[] = []
  const server = await aServer(folder, { log: (line) => log.push(line) })
  expect(server.joined).toBe(false)
  expect(server.postmasterPid).not.toBe(postmasterPid)
  expect(await ask(server.connection, 'SELECT count(*)::int FROM kept')).toBe(1000)
  expect(log.join()).toMatch(/trying again/)
  await busy
})

const busyForASecond = `DO $$ BEGIN
  WHILE clock_timestamp() < now() + interval '1.2 s' LOOP END LOOP;
END $$`

test('a server that was killed under a living Ajar is started again by the next', async () => {
  const folder = await aMadeFolder()
  const ajar = anAjar(folder)
  const { postmasterPid } = await ajar.report
  kill(postmasterPid, 'SIGKILL')

  const server = await aServer(folder)
  expect(server.joined).toBe(false)
  await ajar.stop()
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
})

test('a process id that now belongs to something else is not taken for the server', async () => {
  const folder = await aMadeFolder()
  const { postmasterPid, connection } = await startThenKill(folder)
  // Of the same user as PostgreSQL, for it ignores the processes of others by itself.
  const stranger = spawn('sleep', ['60'], asRoot ? { uid: await ownerOf(folder) } : {})
  onTestFinished(() => void stranger.kill('SIGKILL'))
  await replacePid(join(folder, 'postgres/postmaster.pid'), postmasterPid, stranger.pid ?? 0)
  await replacePid(`${socketIn(connection.host)}.lock`, postmasterPid, stranger.pid ?? 0)

  const server = await aServer(folder)
  expect(server.joined).toBe(false)
  await server.stop()
  expect(stranger.exitCode).toBeNull()
})

test('two servers never run on one cluster, whatever became of its lock file', async () => {
  const folder = await aMadeFolder()
  const one = await aServer(folder)
  await rm(join(folder, 'postgres/postmaster.pid'))

  // PostgreSQL's second guard, the shared memory, still knows the first server.
  await expect(startEmbedded({ folder, patience: 500 })).rejects.toThrow(/Processes of an earlier PostgreSQL still use/)
  expect(await postmastersBelow(folder).then((pids) => pids.filter((pid) => pid !== one.postmasterPid))).toEqual([])
})

test('a running server whose socket was tidied away is replaced', async () => {
  const folder = await aMadeFolder()
  const ajar = anAjar(folder)
  const { postmasterPid, connection } = await ajar.report
  await rm(connection.host, { recursive: true })
  await expect(startEmbedded({ folder })).rejects.toThrow(/socket of the running PostgreSQL is gone/)

  await ajar.kill()
  const server = await aServer(folder)
  expect(server.joined).toBe(false)
  expect(server.postmasterPid).not.toBe(postmasterPid)
})

test.each([100, 300, 600])('an Ajar killed %i ms into its first start does no harm', async (pause) => {
  const folder = await aFolder()
  const ajar = anAjar(folder)
  await sleep(100 + pause)
  await ajar.kill()

  const server = await aServer(folder)
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
  expect(await postmastersBelow(folder)).toEqual([server.postmasterPid])
})

test("Ctrl-C in Ajar's terminal does not reach the server", async () => {
  const folder = await aMadeFolder()
  const { postmasterPid } = await anAjar(folder).report
  const fields = (await readFile(`/proc/${postmasterPid}/stat`, 'utf8')).split(' ')
  expect(Number(fields[4])).toBe(postmasterPid) // leads a process group of its own
})

async function startThenKill(folder: string) {
  const ajar = anAjar(folder)
  const report = await ajar.report
  kill(report.postmasterPid, 'SIGKILL')
  await ajar.kill()
  await until(async () => (await postmastersBelow(folder)).length === 0)
  return report
}

async function replacePid(file: string, from: number, to: number): Promise<void> {
  const text = await readFile(file, 'utf8')
  expect(text.startsWith(`${from}\n`)).toBe(true)
  await writeFile(file, text.replace(String(from), String(to)))
}

async function ownerOf(folder: string): Promise<number> {
  return (await stat(join(folder, 'postgres'))).uid
}
