import { Problem, problemOf } from './problem.ts';
import { tenantSlug } from './tenant.ts';

export const base = '/api/v1';

/** After this long without an answer a person is told, instead of being left to wait. */
const PATIENCE_MS = 30_000;
const AGAIN_AFTER_MS = [400, 1500];

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];
export type Query = Record<string, QueryValue>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** For what may take long, such as an upload. */
  patienceMs?: number;
  /** With a key, a repeated request has the effect of one; only then is a changing request ever repeated. */
  idempotencyKey?: string | undefined;
  /** The version that was read; the answer is 409 when it is no longer the current one. */
  version?: number | string | undefined;
}

export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const search = params.toString();
  return `${base}/${path.replace(/^\//, '')}${search ? `?${search}` : ''}`;
}

export function headersFor(method: string, { body, idempotencyKey, version }: RequestOptions = {}): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  const tenant = tenantSlug();
  if (tenant) headers.set('Souk-Tenant', tenant);
  if (method !== 'GET') headers.set('X-CSRF-Token', csrfToken());
  if (body !== undefined && !isRaw(body)) headers.set('Content-Type', 'application/json');
  if (idempotencyKey) headers.set('Idempotency-Key', idempotencyKey);
  if (version !== undefined) headers.set('If-Match', `"${version}"`);
  return headers;
}

/** One call of the API: parsed JSON, or undefined for an empty answer. Throws a `Problem` for everything else. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as T;
  return (await response.json()) as T;
}

/** As `request`, for answers that are not JSON. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const pauses = options.idempotencyKey ? AGAIN_AFTER_MS : [];
  for (const pause of pauses) {
    try {
      return await attempt(method, path, options);
    } catch (thrown) {
      if (!(thrown instanceof Problem && thrown.passing)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return attempt(method, path, options);
}

async function attempt(method: string, path: string, options: RequestOptions): Promise<Response> {
  const patience = AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers: headersFor(method, options),
      body:
        options.body === undefined ? null : isRaw(options.body) ? options.body : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, patience]) : patience,
    });
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    throw new Problem(0, { code: patience.aborted ? 'timeout' : 'no_answer' });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

function isRaw(body: unknown): body is Blob | FormData {
  return body instanceof Blob || body instanceof FormData;
}

function csrfToken(): string {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith('souk_csrf='));
  return found ? decodeURIComponent(found.slice('souk_csrf='.length)) : '';
}

/** A key for one intended act; kept by whoever may have to repeat it. */
export function newKey(): string {
  return crypto.randomUUID();
}
