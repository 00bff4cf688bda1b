import { styled } from '@mui/material/styles';
import { Link } from 'react-router';

/** A number that opens its rows, large enough for a finger. */
export const CountLink = styled(Link)({
  position: 'relative',
  display: 'inline-block',
  minWidth: 24,
  lineHeight: '24px',
  textAlign: 'right',
});
