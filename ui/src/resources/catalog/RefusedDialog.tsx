import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

/** The products that a change on many could not take along, each with its reason. */
export function RefusedDialog({ result, onClose }: { result: Shape<'BulkResult'>; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const more = result.refused_count - result.refused.length;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>
        {t('catalog.bulk.refused', { count: format.integer(result.refused_count) })}
      </DialogTitle>
      <DialogContent sx={{ fontSize: '0.8125rem', lineHeight: '19px' }}>
        <p style={{ margin: '0 0 8px' }}>{t('catalog.bulk.refused_text')}</p>
        <SimpleTable
          label={t('catalog.bulk.refused', { count: format.integer(result.refused_count) })}
          rows={result.refused}
          columns={[
            {
              name: 'sku',
              label: t('catalog.field.sku'),
              main: true,
              render: (row) => <Link to={`/products/${row.id}`}>{row.sku ?? row.id}</Link>,
            },
            { name: 'reason', label: t('catalog.bulk.reason'), render: (row) => row.detail },
          ]}
        />
        {more > 0 && <p>{t('catalog.bulk.refused_more', { count: format.integer(more) })}</p>}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
