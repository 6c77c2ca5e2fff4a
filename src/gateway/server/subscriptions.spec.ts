import { expect, it } from '@jest/globals';
import { Subscriptions } from './subscriptions.js';

it('listens once for all holders and stops with the last one', () => {
  const subscriptions = new Subscriptions();
  const said: string[] = [];
  const listen = () => {
    said.push('listen');
    return () => void said.push('stop');
  };
  subscriptions.hold('sale', listen);
  subscriptions.hold('sale', listen);
  subscriptions.release('sale');
  expect(said).toEqual(['listen']);
  subscriptions.release('sale');
  expect(said).toEqual(['listen', 'stop']);
  subscriptions.release('sale');
  subscriptions.hold('sale', listen);
  expect(said).toEqual(['listen', 'stop', 'listen']);
});
