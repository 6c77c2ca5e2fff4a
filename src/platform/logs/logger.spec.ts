import { describe, expect, it } from '@jest/globals';
import { loggerOf } from './logger.js';

const written = (): unknown[] => {
  const lines: unknown[] = [];
  const log = loggerOf({ logLevel: 'info', nodeId: 'n1' }, { write: (line) => void lines.push(JSON.parse(line)) });
  log.log('Mapped {/v1/place, GET} route', 'RouterExplorer');
  log.log('gala (sale_x) is on_sale, after open', 'SaleLife');
  log.error('a round failed', 'stack', 'Task');
  return lines;
};

describe('the log of a node', () => {
  it('has a line of JSON with the node and the room of each event, and none of the framework’s start', () => {
    expect(written()).toMatchObject([
      { level: 30, node: 'n1', context: 'SaleLife', msg: 'gala (sale_x) is on_sale, after open' },
      { level: 50, node: 'n1', context: 'Task' },
    ]);
  });
});
