import type { Entrance } from '../language.ts';
import { auth } from './auth.ts';
import { components } from './components.ts';
import { frame } from './frame.ts';
import { ra } from './ra.ts';
import { refusals } from './refusals.ts';

export const entrance: Entrance = { ...components, auth, frame, ra, refusals };
