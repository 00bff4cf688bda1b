import { useTranslate } from 'ra-core';
import type { MessageKey } from './language.ts';

export type Translate = (key: MessageKey, values?: Record<string, unknown>) => string;

/** ra-core's translate, which knows the keys. */
export function useT(): Translate {
  return useTranslate();
}
