import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messages } from '~/i18n/en.ts';

const server = join(import.meta.dirname, '../../../../src/souk');

it('every task of the program has words', () => {
  const tasks = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .flatMap((path) => [...readFileSync(join(server, path), 'utf8').matchAll(/^@task\(\s*"([a-z_.]+)"/gm)])
    .map(([, task = '']) => task.replace('.', '_'));
  expect(tasks.length).toBeGreaterThan(10);
  expect(tasks.filter((task) => !Object.hasOwn(messages.jobs.tasks, task))).toEqual([]);
});
