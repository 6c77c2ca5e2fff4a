import { describe, expect, it } from '@jest/globals';
import { allRoles } from '../config/config.js';
import { readinessOf } from './readiness.rules.js';

const up = { redis: 'up', postgres: 'up' } as const;

describe('readinessOf', () => {
  it('keeps pages and panel reachable while Redis is away', () => {
    const seen = readinessOf(allRoles, { ...up, redis: 'down' }, false);
    expect(seen).toMatchObject({
      status: 'degraded',
      roles: { edge: 'degraded', shop: 'degraded', control: 'degraded' },
    });
  });
  it('takes payments and control out, and no others, while Postgres is away', () => {
    const seen = readinessOf(allRoles, { ...up, postgres: 'down' }, false);
    expect(seen.roles).toEqual({ edge: 'degraded', shop: 'degraded', payments: 'down', control: 'down' });
    expect(readinessOf(['payments'], { ...up, postgres: 'down' }, false).status).toBe('down');
  });
  it('takes a node with another Redis out, whatever it does', () => {
    expect(readinessOf(allRoles, { ...up, redis: 'foreign' }, false).status).toBe('down');
  });
  it('takes a node out that alone does not reach a store, whatever it does', () => {
    expect(readinessOf(['edge'], { ...up, redis: 'cut' }, false).status).toBe('down');
    expect(readinessOf(allRoles, { ...up, postgres: 'cut' }, false).status).toBe('down');
  });
  it('says that it stops before anything else', () => {
    expect(readinessOf(allRoles, up, true).status).toBe('stopping');
    expect(readinessOf(allRoles, up, false).status).toBe('ok');
  });
});
