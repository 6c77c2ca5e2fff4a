import { expect, it } from '@jest/globals';
import { Listeners } from './listeners.js';

it('listens once for all holders and stops with the last one', () => {
  const listeners = new Listeners();
  const said: string[] = [];
  const listen = () => {
    said.push('listen');
    return () => void said.push('stop');
  };
  listeners.hold('sale', listen);
  listeners.hold('sale', listen);
  listeners.release('sale');
  expect(said).toEqual(['listen']);
  listeners.release('sale');
  expect(said).toEqual(['listen', 'stop']);
  listeners.release('sale');
  listeners.hold('sale', listen);
  expect(said).toEqual(['listen', 'stop', 'listen']);
});
