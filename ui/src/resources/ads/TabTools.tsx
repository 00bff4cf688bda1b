import { styled } from '@mui/material/styles';

/** The line above the rows of a tab: what can be done with them, at its end. */
export const TabTools = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'flex-end',
  gap: 8,
  marginBottom: 12,
});
