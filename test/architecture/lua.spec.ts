import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defineScript } from '../../src/platform/redis/define-script.js';

const SRC = path.join(process.cwd(), 'src');
const MOST_LINES = 90;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .sort();

const luaFiles = filesUnder(SRC).filter((file) => file.endsWith('.lua'));
const scripts = luaFiles.filter((file) => !file.includes('/include/'));
const read = (file: string): string => readFileSync(path.join(SRC, file), 'utf8');
const roomOf = (file: string): string => file.split('/')[0] ?? '';
const nameOf = (file: string): string => path.basename(file, '.lua');

/** Returns the leading comment lines, without includes. */
function headerOf(source: string): string {
  const lines = source.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--') || line.startsWith('-- @include'));
  return lines.slice(0, end === -1 ? lines.length : end).join('\n');
}

const withoutComments = (source: string): string => source.replace(/--.*$/gm, '');

/** Sources of the room that define scripts: a store, or a separate file if several stores share them. */
const definitionsOf = (room: string): string =>
  filesUnder(path.join(SRC, room))
    .filter((file) => /\.(store|scripts)\.ts$/.test(file))
    .map((file) => read(`${room}/${file}`))
    .join('\n');

const ASSIGNMENT = /(?:local\s+)?([\w.]+(?:\s*,\s*[\w.]+)*)\s*=(?!=)([^\n]*)/g;
const FUNCTION = /function\s*[\w.]*\s*\(([^)]*)\)/g;
const LOOP = /for\s+([\w\s,]+?)\s+in\s+(.*?)\s+do/g;
const wordsOf = (text: string): string[] => text.match(/[A-Za-z_]\w*/g) ?? [];

/** Names whose value comes from KEYS or ARGV: by assignment, as a parameter, or as a loop variable. */
function passedNames(code: string): Set<string> {
  const parameters = [...code.matchAll(FUNCTION)].flatMap(([, names = '']) => wordsOf(names));
  const passed = new Set(['KEYS', 'ARGV', ...parameters]);
  const sources = [...code.matchAll(ASSIGNMENT), ...code.matchAll(LOOP)].map(([, names = '', from = '']) => ({
    names: wordsOf(names),
    from: wordsOf(from),
  }));
  for (let before = -1; before !== passed.size; ) {
    before = passed.size;
    for (const { names, from } of sources)
      if (from.some((word) => passed.has(word))) for (const name of names) passed.add(name);
  }
  return passed;
}

const KEYLESS = new Set(['TIME', 'PUBLISH', 'INFO']);
const CALL = /redis\.p?call\(\s*(['"])(\w+)\1\s*,?\s*([^\n]*)/g;

/** Returns the calls whose first argument does not derive from KEYS or ARGV, as `COMMAND argument`. */
function foreignKeys(source: string): string[] {
  const code = withoutComments(source);
  const passed = passedNames(code);
  return [...code.matchAll(CALL)]
    .filter(([, , command = '']) => !KEYLESS.has(command.toUpperCase()))
    .filter(([, , , rest = '']) => /^['"]/.test(rest) || !passed.has(wordsOf(rest)[0] ?? ''))
    .map(([, , command = '', rest = '']) => `${command} ${rest}`);
}

describe('Lua scripts', () => {
  it('are there', () => {
    expect(scripts.length).toBeGreaterThan(10);
  });

  it.each(luaFiles)('%s is short and says what it is for', (file) => {
    const source = read(file);
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES);
    expect(headerOf(source).length).toBeGreaterThan(20);
  });

  it.each(scripts)('%s has a header with its keys, arguments and returns', (file) => {
    const header = headerOf(read(file));
    const code = withoutComments(defineScript({ room: roomOf(file), name: nameOf(file) }).source);
    if (code.includes('KEYS[')) expect(header).toMatch(/KEYS/);
    if (code.includes('ARGV[')) expect(header).toMatch(/ARGV/);
    expect(header).toMatch(/Returns/i);
  });

  it.each(scripts)('%s is named verb-noun and defined by a store of its room', (file) => {
    expect(nameOf(file)).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(definitionsOf(roomOf(file))).toContain(`'${nameOf(file)}'`);
  });

  it.each(scripts)('%s touches only keys that were passed to it', (file) => {
    expect(foreignKeys(defineScript({ room: roomOf(file), name: nameOf(file) }).source)).toEqual([]);
  });
});

describe('the check of foreign keys', () => {
  it('finds a literal key and one that is made from nothing', () => {
    expect(foreignKeys("redis.call('GET', 'rl:x')")).toHaveLength(1);
    expect(foreignKeys("local key = 'rl:' .. 5\nredis.call('GET', key)")).toHaveLength(1);
  });

  it('passes keys, parts of them, parameters and the clock', () => {
    const source = [
      "local sale, prefix = KEYS[1], ARGV[1] .. ':'",
      "local function read(key) return redis.call('HGET', key, 'state') end",
      "redis.call('ZADD', prefix .. 'x', redis.call('TIME')[1], 'member')",
      'return read(sale)',
    ];
    expect(foreignKeys(source.join('\n'))).toEqual([]);
  });
});
