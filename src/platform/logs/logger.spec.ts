import { describe, expect, it } from '@jest/globals';
import { loggerOf } from './logger.js';

const written = (logLevel: 'info' | 'debug'): unknown[] => {
  const lines: unknown[] = [];
  const log = loggerOf({ logLevel, nodeId: 'n1' }, { write: (line) => void lines.push(JSON.parse(line)) });
  log.log('Mapped {/v1/place, GET} route', 'RouterExplorer');
  log.log('gala (sale_x) is on_sale, after open', 'SaleLife');
  log.error('a round failed', 'stack', 'Task');
  return lines;
};

describe('the log of a node', () => {
  it('has a line of JSON with the node and the room of each event, and none of the framework’s start', () => {
    expect(written('info')).toMatchObject([
      { level: 30, node: 'n1', context: 'SaleLife', msg: 'gala (sale_x) is on_sale, after open' },
      { level: 50, node: 'n1', context: 'Task' },
    ]);
  });
  it('shows the framework’s start to whoever asks for details', () => {
    expect(written('debug')[0]).toMatchObject({ level: 20, context: 'RouterExplorer' });
  });
});
