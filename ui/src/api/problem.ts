/** An answer of the API that says no, after RFC 9457; or no answer at all (`status` 0). */

export interface FieldProblem {
  /** Dotted path into what was sent: `lines.0.quantity`. */
  field: string;
  message: string;
}

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  details?: Record<string, unknown>;
  actionable?: boolean;
  request_id?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly details: Record<string, unknown>;
  readonly actionable: boolean;
  readonly requestId: string | null;
  /** ra-core reads the field errors of a refused form from here. */
  readonly body: { errors: Record<string, string> };

  constructor(status: number, document: ProblemDocument, requestId: string | null = null) {
    super(document.detail ?? document.title ?? '');
    this.name = 'Problem';
    this.status = status;
    this.title = document.title ?? '';
    this.code = document.code ?? (status === 0 ? 'no_answer' : 'unknown');
    this.fields = document.errors ?? [];
    this.details = document.details ?? {};
    this.actionable = document.actionable ?? true;
    this.requestId = document.request_id ?? requestId;
    this.body = { errors: Object.fromEntries(this.fields.map(({ field, message }) => [field, message])) };
  }

  /** Trying the same again can help: the server failed, or nothing answered. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Whatever was thrown, as a Problem; what no server said is a fault of the console itself. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(-1, {
    code: 'console',
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}

export async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('X-Request-Id');
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.includes('json'))
    return new Problem(response.status, { code: `http_${response.status}` }, requestId);
  const document = (await response.json().catch(() => ({}))) as ProblemDocument;
  return new Problem(response.status, document, requestId);
}
