import { parentPort } from 'node:worker_threads'
import plugin from '@scalar/fastify-api-reference'
import Fastify from 'fastify'
import { asset } from './asset.ts'

// A thread that prepares the script of the API reference and ends. The package gives it out only through its plugin, whose
// page needs inline scripts, which our policy forbids: so the plugin runs in a server of its own that never listens.
const library = Fastify()
await library.register(plugin, { routePrefix: '/lib', configuration: { url: '/' } })
const { statusCode, body } = await library.inject('/lib/js/scalar.js')
await library.close()
if (statusCode !== 200) throw new Error('The package of the API reference does not give out its script any more.')

// Its source map is not served.
parentPort?.postMessage(await asset('js', body.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n')))
