import { withInside } from '../words/index.js';

// parts below the fold or rarely needed
export const loadArrival = () => withInside(import('./arrival.js').then((module) => module.ArrivalStage));
export const loadEnd = () => withInside(import('./end-stage.js').then((module) => module.EndStage));
export const loadStepUp = () => withInside(import('./step-up-stage.js').then((module) => module.StepUpStage));
export const loadStepUpAhead = () => withInside(import('./step-up-ahead.js').then((module) => module.StepUpAhead));
export const loadActions = () => withInside(import('./line-actions.js').then((module) => module.LineActions));
export const loadStay = () => import('./stay-note.js').then((module) => module.StayNote);
export const loadProof = () => withInside(import('./draw-proof.js').then((module) => module.DrawProof));
