import type { Shape } from '~/api/types.ts';

/** Where ads run, in the order people are asked. */
export const platforms = [
  'facebook',
  'instagram',
  'google',
  'tiktok',
  'youtube',
  'other',
] as const satisfies Shape<'Platform'>[];
