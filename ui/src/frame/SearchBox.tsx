import { styled } from '@mui/material/styles';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { SearchResults } from './SearchResults.tsx';
import { useSearch } from './useSearch.ts';

/** Search over everything: a combobox, so that arrows choose and Enter goes. */
export function SearchBox({ inputRef }: { inputRef: Ref<HTMLInputElement> }) {
  const t = useT();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const search = useSearch(text);
  const { found } = search;
  const shown = open && text.trim() !== '';
  const chosen = found[Math.min(at, found.length - 1)];

  function goTo(path: string) {
    setOpen(false);
    setText('');
    navigate(path);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else event.currentTarget.blur();
    } else if (event.key === 'Enter' && chosen) goTo(chosen.path);
    else if (event.key === 'ArrowDown') setAt((i) => (i + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((i) => (i - 1 + found.length) % Math.max(1, found.length));
    else return;
    event.preventDefault();
  }

  return (
    <Box
      role="search"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <Search size={16} strokeWidth={1.7} aria-hidden="true" />
      <input
        ref={inputRef}
        type="text"
        role="combobox"
        aria-label={t('frame.search.label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && chosen ? `${listId} ${chosen.key}`.replaceAll(' ', '-') : undefined}
        placeholder={t('frame.search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <Key aria-hidden="true">/</Key>
      {shown && (
        <SearchResults id={listId} search={search} chosen={chosen} onPick={(one) => goTo(one.path)} />
      )}
    </Box>
  );
}

const Box = styled('div')(({ theme }) => ({
  position: 'relative',
  flex: '1 1 auto',
  maxWidth: 420,
  minWidth: 0,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: size.control,
  padding: '0 9px',
  border: `1px solid ${theme.vars.palette.outline}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  color: theme.vars.palette.text.secondary,
  '@media (pointer: coarse)': { height: size.touch - 4 },
  '&:focus-within': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -1 },
  '& > svg': { flex: 'none' },
  '& > input': {
    flex: 1,
    minWidth: 0,
    border: 0,
    padding: 0,
    outline: 'none',
    background: 'none',
    font: 'inherit',
    fontSize: '0.8125rem',
    color: theme.vars.palette.text.primary,
    textOverflow: 'ellipsis',
    '@media (pointer: coarse)': { fontSize: '1rem' },
    '&::placeholder': { color: theme.vars.palette.text.third, opacity: 1 },
  },
}));

const Key = styled('span')(({ theme }) => ({
  fontSize: '0.75rem',
  lineHeight: '17px',
  padding: '0 6px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: 4,
  color: theme.vars.palette.text.third,
  '@media (max-width: 899px), (pointer: coarse)': { display: 'none' },
}));
