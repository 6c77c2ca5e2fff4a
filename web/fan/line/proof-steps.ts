import { withInside } from '../words/index.js';

/** Steps that prove who a fan is, where the sale asks for it. */
export const loadCardStep = () => withInside(import('./card-step.js').then((module) => module.CardStep));
export const loadEmailStep = () => withInside(import('./email-step.js').then((module) => module.EmailStep));
