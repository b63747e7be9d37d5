// A real Bluesky PDS with an in-memory PLC directory, both bound to 127.0.0.1.
// Prints one JSON line when it is ready; stops on SIGTERM or when stdin closes.
// Run in the folder that 'make pds' filled: node --input-type=module --eval "$(cat pds.mjs)"
// Environment: PORT, PUBLIC_PORT (of a proxy: the address that DID documents name), DATA_DIR (kept if given), RATE_LIMITS=1, JWT_SECRET, BLOB_LIMIT, APPVIEW_URL.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import plcPackage from '@did-plc/server'
import { PDS, envToCfg, envToSecrets } from '@atproto/pds'

const e = process.env
const bindLoopback = (app) => {
  const listen = app.listen.bind(app)
  app.listen = (port) => listen(port, '127.0.0.1')
}
const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => done(port))
  })
})

const plcPort = await freePort()
const plc = plcPackage.PlcServer.create({ db: new plcPackage.MockDatabase(), port: plcPort })
bindLoopback(plc.app)
await plc.start()

const port = Number(e.PORT) || (await freePort())
const dir = e.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'pds-'))
mkdirSync(dir, { recursive: true })
const env = {
  devMode: true, hostname: 'localhost', port: Number(e.PUBLIC_PORT) || port, disableSsrfProtection: true,
  dataDirectory: dir, blobstoreDiskLocation: join(dir, 'blobs'), blobstoreDiskTmpLocation: join(dir, 'blobs-tmp'),
  didPlcUrl: `http://localhost:${plcPort}`, serviceHandleDomains: ['.test'], inviteRequired: false,
  enableDidDocWithSession: true, crawlers: [], rateLimitsEnabled: e.RATE_LIMITS === '1',
  blobUploadLimit: Number(e.BLOB_LIMIT) || undefined,
  adminPassword: 'admin', jwtSecret: e.JWT_SECRET ?? randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  ...(e.APPVIEW_URL ? { bskyAppViewUrl: e.APPVIEW_URL, bskyAppViewDid: 'did:web:localhost' } : {}),
}
const cfg = envToCfg(env)
cfg.service.port = port
const pds = await PDS.create(cfg, envToSecrets(env))
bindLoopback(pds.app)
await pds.start()
console.log(JSON.stringify({ url: `http://localhost:${port}`, plc: env.didPlcUrl, pid: process.pid }))

const stop = async () => {
  await pds.destroy()
  await plc.destroy()
  if (!e.DATA_DIR) rmSync(dir, { recursive: true, force: true })
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop)
process.stdin.on('end', stop).resume()
