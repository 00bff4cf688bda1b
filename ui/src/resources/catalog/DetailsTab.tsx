import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { size } from '~/tokens.ts';
import type { Product } from './types.ts';

/** Everything that is known of a product and is no number of its own. */
export default function DetailsTab({ product }: { product: Product }) {
  const t = useT();
  const format = useFormat();
  const { category, tags, tax_rate: tax } = product;
  const options = Object.entries(product.option_values);
  const further = Object.entries(product.attributes);
  const facts = [
    { label: t('catalog.field.sku'), value: product.sku },
    ...options.map(([label, value]) => ({ label, value })),
    { label: t('catalog.field.barcode'), value: product.barcode ?? MISSING },
    {
      label: t('catalog.field.brand'),
      value: product.brand ? (
        <Link to={`/products?brand=${encodeURIComponent(product.brand)}`}>{product.brand}</Link>
      ) : (
        MISSING
      ),
    },
    {
      label: t('catalog.field.category'),
      value: category ? <Link to={`/products?category_id=${category.id}`}>{category.path}</Link> : MISSING,
    },
    {
      label: t('catalog.field.tags'),
      value: tags.length
        ? tags.map((tag, i) => (
            <span key={tag}>
              {i > 0 && ', '}
              <Link to={`/products?tag=${encodeURIComponent(tag)}`}>{tag}</Link>
            </span>
          ))
        : MISSING,
    },
    { label: t('catalog.field.currency'), value: product.currency },
    {
      label: t('catalog.field.tax_rate'),
      value: format.percent(tax === null ? null : Number(tax) / 100),
    },
    { label: t('catalog.field.stock_alert'), value: format.integer(product.stock_alert_threshold) },
    { label: t('catalog.field.added'), value: <DateTime value={product.created_at} /> },
    { label: t('catalog.field.updated'), value: <DateTime value={product.updated_at} relative /> },
  ];
  const bare = !product.description && !product.image_url && further.length === 0;
  return (
    <Columns>
      <Panel title={t('catalog.tab.details')} flush>
        <FactList facts={facts} />
      </Panel>
      <Panel title={t('catalog.field.description')}>
        {product.image_url && <Picture src={product.image_url} alt={product.name} loading="lazy" />}
        <Prose>{bare ? t('catalog.nothing_more') : product.description || MISSING}</Prose>
        {further.length > 0 && (
          <div style={{ margin: '12px -16px -16px' }}>
            <FactList
              facts={further.map(([label, value]) => ({
                label,
                value: typeof value === 'string' ? value : JSON.stringify(value),
              }))}
            />
          </div>
        )}
      </Panel>
    </Columns>
  );
}

const Picture = styled('img')(({ theme }) => ({
  display: 'block',
  maxWidth: '100%',
  maxHeight: 280,
  marginBottom: 12,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
}));

const Prose = styled('p')({
  margin: 0,
  whiteSpace: 'pre-wrap',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  overflowWrap: 'anywhere',
});
