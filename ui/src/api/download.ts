import { asProblem } from './problem.ts';
import { type Query, send } from './request.ts';

/** Fetches a file (a link could not send the tenant's header) and hands it to the browser to save. */
export async function download(path: string, query: Query, fallbackName: string): Promise<void> {
  const response = await send('GET', path, { query });
  const file = await response.blob().catch((thrown) => {
    throw asProblem(thrown);
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = fileName(response) ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(response: Response): string | undefined {
  return /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
}
