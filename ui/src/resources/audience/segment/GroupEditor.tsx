import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { FolderPlus, Plus, X } from 'lucide-react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { ConditionEditor } from './ConditionEditor.tsx';
import {
  DEPTH_MOST,
  emptyCondition,
  type Group,
  kinds,
  type Node,
  unwrapped,
  wrapped,
} from './conditions.ts';

export interface GroupEditorProps {
  group: Group;
  onChange: (group: Group, negated: boolean) => void;
  /** A group within another can be taken out and turned round. */
  onRemove?: () => void;
  negated?: boolean;
  depth?: number;
  /** What is not said yet is complained of. */
  strict: boolean;
}

/** Conditions of which all, or at least one, must hold; some of them groups themselves. */
export function GroupEditor(props: GroupEditorProps) {
  const { group, onChange, onRemove, negated = false, depth = 1, strict } = props;
  const t = useT();
  const hold = (of: Node[]) => onChange({ ...group, of }, negated);
  const put = (at: number, node: Node) => hold(group.of.map((one, i) => (i === at ? node : one)));
  const remove = (at: number) => hold(group.of.filter((_, i) => i !== at));
  const add = (node: Node) => hold([...group.of, node]);
  return (
    <Sheet role="group" aria-label={t('audience.builder.group')} data-inner={depth > 1 || undefined}>
      <Head>
        <TextField
          select
          size="small"
          value={`${negated ? 'not_' : ''}${group.op}`}
          onChange={({ target }) =>
            onChange(
              { ...group, op: target.value.endsWith('all') ? 'all' : 'any' },
              target.value.startsWith('not_'),
            )
          }
          slotProps={{ htmlInput: { 'aria-label': t('audience.builder.how') } }}
          sx={{ width: 'auto' }}
        >
          <MenuItem value="all">{t('audience.builder.all')}</MenuItem>
          <MenuItem value="any">{t('audience.builder.any')}</MenuItem>
          {onRemove && <MenuItem value="not_all">{t('audience.builder.not_all')}</MenuItem>}
          {onRemove && <MenuItem value="not_any">{t('audience.builder.not_any')}</MenuItem>}
        </TextField>
        {onRemove && (
          <Button variant="text" size="small" onClick={onRemove} startIcon={<X size={15} />}>
            {t('audience.builder.remove_group')}
          </Button>
        )}
      </Head>
      {group.of.length === 0 && (
        <Nothing>
          {t(depth === 1 && group.op === 'all' ? 'audience.builder.everybody' : 'audience.builder.none')}
        </Nothing>
      )}
      {group.of.map((child, i) => {
        const { node, negated: turned } = unwrapped(child);
        const set = (next: Node, not: boolean) => put(i, wrapped(next, not));
        const key = `${i}-${node.op}`;
        return node.op === 'all' || node.op === 'any' ? (
          <GroupEditor
            key={key}
            group={node}
            depth={depth + (turned ? 2 : 1)}
            negated={turned}
            strict={strict}
            onChange={set}
            onRemove={() => remove(i)}
          />
        ) : (
          <ConditionEditor
            key={key}
            condition={node}
            negated={turned}
            strict={strict}
            onChange={set}
            onRemove={() => remove(i)}
          />
        );
      })}
      <Foot>
        <AddCondition onAdd={add} />
        {depth < DEPTH_MOST - 1 && (
          <Button
            variant="text"
            startIcon={<FolderPlus size={15} strokeWidth={1.8} />}
            onClick={() => add({ op: group.op === 'all' ? 'any' : 'all', of: [] })}
          >
            {t('audience.builder.add_group')}
          </Button>
        )}
      </Foot>
    </Sheet>
  );
}

function AddCondition({ onAdd }: { onAdd: (node: Node) => void }) {
  const t = useT();
  return (
    <MenuButton
      button={(button) => (
        <Button {...button} startIcon={<Plus size={15} strokeWidth={2} />}>
          {t('audience.builder.add')}
        </Button>
      )}
    >
      {(close) =>
        kinds.map((op) => (
          <MenuItem
            key={op}
            onClick={() => {
              close();
              onAdd(emptyCondition(op));
            }}
          >
            {t(`audience.condition.${op}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}

const Sheet = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 10,
  minWidth: 0,
  '&[data-inner]': {
    padding: 12,
    border: `1px solid ${theme.vars.palette.divider}`,
    borderRadius: size.radius,
    backgroundColor: theme.vars.palette.sunken,
  },
}));

const Head = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'space-between' });
const Foot = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 });

const Nothing = styled('p')(({ theme }) => ({
  margin: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.secondary,
}));
