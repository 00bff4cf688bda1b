/** Shapes of the API by name. `api.gen.ts` is made from the OpenAPI file by `npm run api`; nothing is typed by hand. */
import type { components } from './api.gen.ts';

/** One shape of the API: `Shape<'AdCampaignShape'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

export type TenantInfo = Shape<'TenantShape'>;
export type Me = Shape<'MeShape'>;
export type Tracker = Shape<'TrackerShape'>;
export type TrackerPhase = Shape<'PhaseShape'>;
export type TrackerStatus = Tracker['status'];
export type Notice = Shape<'NoticeShape'>;
export type SearchHit = Shape<'SearchHit'>;
export type SignInInfo = Shape<'SignInInfo'>;
export type Money = Shape<'MoneyShape'>;

/** A page of a list. */
export interface PageOf<T> {
  data: T[];
  total: number;
}

/** A page of a list that is read on from a cursor. */
export interface CursorPageOf<T> {
  data: T[];
  next_cursor: string | null;
}
