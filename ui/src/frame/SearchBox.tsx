import { styled } from '@mui/material/styles';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { optionId, SearchResults } from './SearchResults.tsx';
import { useSearch } from './useSearch.ts';

/** Search over everything: a combobox, so that arrows choose and Enter goes. */
export function SearchBox({ inputRef }: { inputRef: Ref<HTMLInputElement> }) {
  const t = useT();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [entered, setEntered] = useState(false);
  const search = useSearch(text);
  const { found } = search;
  const shown = open && text.trim() !== '';
  const chosen = found[Math.min(at, found.length - 1)];
  const chosenId = shown && chosen ? optionId(listId, chosen) : undefined;

  function goTo(path: string) {
    setOpen(false);
    setText('');
    setEntered(false);
    navigate(path);
  }

  // Enter ahead of the answer waits for it, rather than leading to what the letters before had found.
  const arrived = entered && !search.behind;
  const goOnArrival = useEffectEvent(() => {
    setEntered(false);
    if (chosen) goTo(chosen.path);
  });
  useEffect(() => {
    if (arrived) goOnArrival();
  }, [arrived]);

  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  function step(by: number) {
    setOpen(true);
    setAt((i) => (Math.min(i, found.length - 1) + by + found.length) % Math.max(1, found.length));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else event.currentTarget.blur();
    } else if (event.key === 'Enter' && shown) setEntered(true);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
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
        aria-activedescendant={chosenId}
        placeholder={t('frame.search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setEntered(false);
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
