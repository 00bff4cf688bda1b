import { styled } from '@mui/material/styles';
import type { Shape } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFeature, useFormat } from '~/session/useMe.ts';
import { AreaPanel } from './AreaPanel.tsx';
import { PricesFields, RetentionFields, SalesFields, SecurityFields } from './areaFields.tsx';
import { CloseShop } from './CloseShop.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import { ShopPanel } from './ShopPanel.tsx';

/** What the shop is and how its figures are meant; each sheet is changed by itself. */
export function GeneralPage() {
  const t = useT();
  const format = useFormat();
  const mayClose = useCan('tenant.delete');
  const attributes = useFeature('attribution');
  const days = (count: number | undefined) =>
    t('settings.days_of', { smart_count: count ?? 0, count: format.integer(count) });
  const yes = (value: boolean | undefined) => t(value ? 'list.yes' : 'list.no');
  return (
    <SettingsPage open="general">
      <Sheets>
        <ShopPanel />
        {attributes && (
          <AreaPanel<Shape<'AttributionSettings'>>
            area="attribution"
            facts={({ countable_statuses: statuses = [], lookback_days: lookback, half_life_days: half }) => [
              {
                label: t('settings.field.countable_statuses'),
                value: statuses.map((status) => t(`state.${status}`)).join(', '),
              },
              { label: t('settings.field.lookback_days'), value: days(lookback) },
              { label: t('settings.field.half_life_days'), value: days(half) },
            ]}
          >
            <SalesFields />
          </AreaPanel>
        )}
        <AreaPanel<Shape<'PricingSettings'>>
          area="pricing"
          facts={(values) => [
            { label: t('settings.field.prices_include_tax'), value: yes(values.prices_include_tax) },
          ]}
        >
          <PricesFields />
        </AreaPanel>
        <AreaPanel<Shape<'SecuritySettings'>>
          area="security"
          facts={(values) => [
            { label: t('settings.field.totp_required'), value: yes(values.totp_required) },
            { label: t('settings.field.session_days'), value: days(values.session_days) },
          ]}
        >
          <SecurityFields />
        </AreaPanel>
        <AreaPanel<Shape<'RetentionSettings'>>
          area="retention"
          facts={(values) => [
            { label: t('settings.field.webhook_body_days'), value: days(values.webhook_body_days) },
            { label: t('settings.field.raw_order_days'), value: days(values.raw_order_days) },
          ]}
        >
          <RetentionFields />
        </AreaPanel>
        {mayClose && <CloseShop />}
      </Sheets>
    </SettingsPage>
  );
}

const Sheets = styled('div')({ display: 'grid', gap: 16, maxWidth: 820 });
