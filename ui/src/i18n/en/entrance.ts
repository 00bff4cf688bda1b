import { auth } from './auth.ts';
import { components } from './components.ts';
import { frame } from './frame.ts';
import { ra } from './ra.ts';

/** What is said before somebody is in; everything else is read afterwards. */
export const entrance = { ...components, auth, frame, ra };
