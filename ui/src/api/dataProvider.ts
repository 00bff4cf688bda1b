import type { DataProvider, GetListParams, GetManyReferenceParams, RaRecord } from 'ra-core';
import { newKey, type Query, request } from './request.ts';
import { resourceAddress } from './resources.ts';

interface Page {
  data: Record<string, unknown>[];
  total?: number;
  next_cursor?: string | null;
}

/** `{field: "name", order: "DESC"}` and `"-created_at,name"` both become the API's `sort`. */
function sortOf({ sort }: Pick<GetListParams, 'sort'>): string | undefined {
  if (!sort?.field) return undefined;
  return sort.order === 'DESC' ? `-${sort.field}` : sort.field;
}

function queryOf(params: Pick<GetListParams, 'filter' | 'pagination' | 'sort' | 'meta'>): Query {
  const paging =
    params.meta?.cursor !== undefined
      ? { cursor: params.meta.cursor || undefined }
      : { page: params.pagination?.page };
  return { ...params.filter, ...paging, per_page: params.pagination?.perPage, sort: sortOf(params) };
}

function identified(row: Record<string, unknown>, key: string): RaRecord {
  return { ...row, id: row[key] as RaRecord['id'] };
}

function answer(page: Page, key: string) {
  const data = page.data.map((row) => identified(row, key));
  if (page.total !== undefined) return { data, total: page.total };
  return {
    data,
    pageInfo: { hasNextPage: Boolean(page.next_cursor), hasPreviousPage: false },
    meta: { nextCursor: page.next_cursor ?? null },
  };
}

function versionOf(record: unknown): number | undefined {
  const version = (record as { version?: unknown } | undefined)?.version;
  return typeof version === 'number' ? version : undefined;
}

function changes(data: object): object {
  const { id: _, version: __, ...rest } = data as Record<string, unknown>;
  return rest;
}

/**
 * The API's conventions for ra-core's hooks. `meta` may carry: `cursor` (the cursor form of a list; '' for its
 * start), `query` (further query parameters), `idempotencyKey` (an act that may be repeated), `path` (in place of
 * the resource's own).
 */
export const dataProvider = {
  supportAbortSignal: true,

  async getList(resource: string, params: GetListParams & { signal?: AbortSignal }) {
    const { path, key } = resourceAddress(resource);
    const query = { ...queryOf(params), ...params.meta?.query };
    return answer(
      await request<Page>('GET', params.meta?.path ?? path, { query, signal: params.signal }),
      key,
    );
  },

  async getManyReference(resource: string, params: GetManyReferenceParams & { signal?: AbortSignal }) {
    const { path, key } = resourceAddress(resource);
    const query = { ...queryOf(params), [params.target]: params.id };
    return answer(
      await request<Page>('GET', params.meta?.path ?? path, { query, signal: params.signal }),
      key,
    );
  },

  async getOne(resource: string, { id, meta, signal }) {
    const { path, key } = resourceAddress(resource);
    const row = await request<Record<string, unknown>>('GET', `${path}/${id}`, {
      query: meta?.query,
      signal,
    });
    return { data: identified(row, key) };
  },

  async getMany(resource: string, { ids, signal }) {
    const { path, key } = resourceAddress(resource);
    const page = await request<Page>('GET', path, { query: { id: ids, per_page: ids.length }, signal });
    return { data: page.data.map((row) => identified(row, key)) };
  },

  async create(resource: string, { data, meta }) {
    const { path, key } = resourceAddress(resource);
    const idempotencyKey = meta?.idempotencyKey ?? newKey();
    const row = await request<Record<string, unknown>>('POST', meta?.path ?? path, {
      body: data,
      idempotencyKey,
    });
    return { data: identified(row, key) };
  },

  async update(resource: string, { id, data, previousData, meta }) {
    const { path, key, update } = resourceAddress(resource);
    const version = versionOf(data) ?? versionOf(previousData);
    const row = await request<Record<string, unknown>>(update, meta?.path ?? `${path}/${id}`, {
      body: changes(data),
      version,
    });
    return { data: identified(row, key) };
  },

  async delete(resource: string, { id, previousData }) {
    const { path } = resourceAddress(resource);
    await request('DELETE', `${path}/${id}`, { version: versionOf(previousData) });
    return { data: (previousData ?? { id }) as RaRecord };
  },

  updateMany: refuseMany,
  deleteMany: refuseMany,
} as DataProvider;

/** Acts on many have endpoints and words of their own (count, money, what cannot be undone): no silent loops. */
async function refuseMany(resource: string): Promise<never> {
  throw new Error(`Acts on many ${resource} go through their own endpoint.`);
}
