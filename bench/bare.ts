// The least a Node server can do: the same number of bytes, from memory.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const body = JSON.stringify('x'.repeat(Math.max(0, Number(process.argv[2]) - 2)))
const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
