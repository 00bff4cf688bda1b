import type { components } from '~/api/api.gen.ts';

export type Order = components['schemas']['OrderShape'];
export type WholeOrder = components['schemas']['WholeOrderShape'];
export type Line = components['schemas']['LineShape'];
export type Refund = components['schemas']['RefundShape'];
export type StatusChange = components['schemas']['StatusChangeShape'];
export type Unresolved = components['schemas']['UnresolvedShape'];
