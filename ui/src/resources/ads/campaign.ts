import type { Shape } from '~/api/types.ts';
import type { Format } from '~/format.ts';
import type { Translate } from '~/i18n/useT.ts';
import { dayIn } from '~/zone.ts';

export type AdCampaign = Shape<'AdCampaignShape'>;
export type PastEffect = Shape<'PastEffect'>;

export function platformName(platform: string, t: Translate): string {
  return t(`ads.platform.${platform}` as Parameters<Translate>[0]);
}

/** "11 Nov → 1 Dec", or open. */
export function runs(campaign: AdCampaign, format: Format, t: Translate): string {
  const day = (instant: string) => format.day(dayIn(format.timeZone, instant));
  return `${day(campaign.starts_at)} → ${campaign.ends_at ? day(campaign.ends_at) : t('ads.open')}`;
}

/** "€180.00 a day". */
export function budgetWords({ budget, budget_type: type }: AdCampaign, format: Format, t: Translate): string {
  if (!budget || !type) return format.money(null);
  return t(type === 'daily' ? 'ads.budget_daily' : 'ads.budget_lifetime', { amount: format.money(budget) });
}
