import { addRussian } from '../add-russian.ts';

// Tests may ask for any language, as the server does.
addRussian();
