/**
 * A whole Souk for the stories: embedded database in a folder of its own, a small demo shop, console, API and
 * worker on a free port of loopback. Everything is ended and removed afterwards.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const SOUK = process.env.SOUK_COMMAND ?? fileURLToPath(new URL('../../.venv/bin/souk', import.meta.url));
const START_MS = 120_000;

export interface Service {
  url: string;
  email: string;
  password: string;
  /** Of the API, for what happens outside the browser. */
  token: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    service: Service;
  }
}

export default async function setup(project: TestProject) {
  const home = await mkdtemp(join(tmpdir(), 'souk-e2e-'));
  const port = await freePort();
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SOUK_|DATABASE_)/.test(name));
  const env = { ...Object.fromEntries(inherited), SOUK_HOME: home, SOUK_PORT: String(port) };
  const souk = async (...command: string[]) =>
    JSON.parse((await promisify(execFile)(SOUK, [...command, '--json'], { env })).stdout);

  const serving = spawn(SOUK, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [serving.stdout, serving.stderr])
    stream.on('data', (part) => {
      said = (said + part).slice(-4_000);
    });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(`${url}/readyz`, () => {
      if (serving.exitCode !== null) throw new Error(`souk serve ended with ${serving.exitCode}: ${said}`);
    });
    const { email, password } = await souk('demo', '--scale', '0.1');
    const { token } = await souk('token', 'create', 'stories', '--user', email);
    project.provide('service', { url, email, password, token });
  } catch (failure) {
    await end();
    throw failure;
  }
  return end;

  async function end() {
    if (serving.exitCode === null) {
      serving.kill('SIGTERM');
      await once(serving, 'exit');
    }
    // Root's database lies elsewhere, behind a link.
    const data = await realpath(join(home, 'postgres')).catch(() => null);
    for (const folder of [data, home]) if (folder) await rm(folder, { recursive: true, force: true });
  }
}

async function answering(url: string, check: () => void) {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    check();
    if ((await fetch(url).catch(() => null))?.ok) return;
    await wait(200);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
