import { describe, expect, it } from '@jest/globals';
import { parseAnswer } from './answer.js';

const parse = (text: string) => parseAnswer(Buffer.from(text));

describe('parseAnswer', () => {
  it('reads a body by its length and says how much it took', () => {
    const text = 'HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nfür';
    expect(parse(`${text}HTTP/1.1 200 OK\r\n`)).toMatchObject({
      answer: { status: 201, body: 'für', keepAlive: true },
      length: Buffer.byteLength(text),
    });
  });
  it('joins the chunks of a chunked body', () => {
    const text = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
    expect(parse(text)).toMatchObject({ answer: { body: 'abcde' }, length: text.length });
  });
  it('reads an empty chunked body', () => {
    expect(parse('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n')?.answer.body).toBe('');
  });
  it.each(['HTTP/1.1 204 No Content\r\n\r\n', 'HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n'])(
    'expects no body after %j',
    (text) => {
      expect(parse(text)).toMatchObject({ answer: { body: '' }, length: text.length });
    },
  );
  it('sees that the server closes the connection', () => {
    expect(parse('HTTP/1.1 503 -\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')?.answer.keepAlive).toBe(false);
  });
  it.each([
    'HTTP/1.1 200 OK\r\ncontent-le',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
  ])('waits for the rest of %j', (text) => {
    expect(parse(text)).toBeNull();
  });
  it('refuses a body without a length', () => {
    expect(() => parse('HTTP/1.1 200 OK\r\n\r\nabc')).toThrow('no length');
  });
});
