import { address, type Query, send } from './request.ts';
import { tenantSlug } from './tenant.ts';

/**
 * Lets the browser save an export. A link streams to the disk, however large the file, but cannot say what went
 * wrong: so the first bytes are asked for beforehand. Throws a Problem.
 */
export async function download(path: string, query: Query): Promise<void> {
  const response = await send('GET', path, { query });
  await response.body?.cancel();
  const link = document.createElement('a');
  link.href = address(path, { ...query, tenant: tenantSlug() });
  link.download = '';
  link.click();
}
