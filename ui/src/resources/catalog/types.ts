import type { Shape } from '~/api/types.ts';

export type Product = Shape<'ProductShape'>;
export type Category = Shape<'CategoryShape'>;
export type Tag = Shape<'ProductTagShape'>;
export type Batch = Shape<'BatchShape'>;
export type Cost = Shape<'CostShape'>;
export type UnitPrice = Shape<'UnitPriceShape-Output'>;
