import { styled } from '@mui/material/styles';
import { MISSING } from '~/format.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';

/** A share with its sign, and a colour that only repeats it. */
export function Change({ share }: { share: number | null }) {
  const format = useFormat();
  if (share === null) return <span>{MISSING}</span>;
  return <Words data-way={share > 0 ? 'up' : share < 0 ? 'down' : undefined}>{format.change(share)}</Words>;
}

const Words = styled('span')(({ theme }) => ({
  '&[data-way]': { fontWeight: weight.medium },
  '&[data-way="up"]': { color: theme.vars.palette.good.text },
  '&[data-way="down"]': { color: theme.vars.palette.bad.text },
}));
