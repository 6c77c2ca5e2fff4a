import { describe, expect, it } from '@jest/globals';
import { routeOf, salePath, tokenOfFragment } from './route.js';

describe('routes', () => {
  it('finds the page of each address', () => {
    expect(routeOf('/')).toEqual({ page: 'home' });
    expect(routeOf('/s/arena-night')).toEqual({ page: 'sale', slug: 'arena-night' });
    expect(routeOf('/s/arena-night/')).toEqual({ page: 'sale', slug: 'arena-night' });
    expect(routeOf('/s/arena-night/line')).toEqual({ page: 'line', slug: 'arena-night' });
    expect(routeOf('/s/arena-night/shop')).toEqual({ page: 'shop', slug: 'arena-night' });
    expect(routeOf('/orders/ord_1')).toEqual({ page: 'order', id: 'ord_1' });
    expect(routeOf('/verify')).toEqual({ page: 'verify' });
  });

  it('takes unknown suffixes for missing pages', () => {
    for (const path of [
      '/s',
      '/s/a/b',
      '/s/a/line/x',
      '/orders',
      '/orders/a/b',
      '/verify/x',
      '/toString',
      '/s/a/toString',
    ]) {
      expect(routeOf(path)).toEqual({ page: 'missing' });
    }
  });

  it('takes what nobody can decode for a missing page', () => {
    expect(routeOf('/s/%E0%A4%A')).toEqual({ page: 'missing' });
    expect(routeOf('/orders/%')).toEqual({ page: 'missing' });
  });

  it('asks the server for no name that is longer than any can be', () => {
    expect(routeOf(`/s/${'x'.repeat(600)}`)).toEqual({ page: 'missing' });
    expect(routeOf(`/orders/${'x'.repeat(600)}`)).toEqual({ page: 'missing' });
  });

  it('writes the address it reads', () => {
    expect(routeOf(salePath('ä b', 'line'))).toEqual({ page: 'line', slug: 'ä b' });
  });

  it('takes only something like a token from the fragment', () => {
    expect(tokenOfFragment('#order.v1.abcdefghijkl')).toBe('order.v1.abcdefghijkl');
    expect(tokenOfFragment('#tickets')).toBeNull();
    expect(tokenOfFragment('#<script>alert(1)</script>')).toBeNull();
    expect(tokenOfFragment('')).toBeNull();
  });
});
