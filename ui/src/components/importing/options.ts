/** The options a kind of import offers, out of their JSON Schema. */
import type { ImportKind } from './types.ts';

export interface OptionSpec {
  name: string;
  kind: 'text' | 'words' | 'flag' | 'tristate';
  description: string;
  initial: unknown;
  mostChars: number | undefined;
}

interface Schema {
  type?: string;
  anyOf?: Schema[];
  default?: unknown;
  description?: string;
  maxLength?: number;
  items?: Schema;
}

/** Options that are no text, list of texts or yes and no have no field here: they are for programs. */
export function optionSpecs({ options }: ImportKind): OptionSpec[] {
  const properties = (options.properties ?? {}) as Record<string, Schema>;
  return Object.entries(properties).flatMap(([name, schema]) => {
    const real = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
    const optional = schema.anyOf?.some(({ type }) => type === 'null') ?? false;
    const kind = kindOf(real, optional);
    return kind
      ? [
          {
            name,
            kind,
            description: schema.description ?? '',
            initial: schema.default ?? (kind === 'words' ? [] : null),
            mostChars: real.maxLength,
          },
        ]
      : [];
  });
}

function kindOf({ type, items }: Schema, optional: boolean): OptionSpec['kind'] | null {
  if (type === 'string') return 'text';
  if (type === 'boolean') return optional ? 'tristate' : 'flag';
  return type === 'array' && items?.type === 'string' ? 'words' : null;
}
