import { parseAllDocuments } from 'yaml';

interface KubernetesObject {
  kind: string;
  metadata: { name: string };
  spec?: unknown;
}

/** Renders the subset of Helm's template language that the chart uses, with every switch on; choices are as given. */
export function rendered(template: string, values: object): KubernetesObject[] {
  const root = { Values: values, Release: { Name: 'test' }, Chart: { AppVersion: '0.1.0' } };
  const text = render(template, { $: root });
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) throw new Error(String(document.errors[0]));
      return document.toJS() as KubernetesObject | null;
    })
    .filter((document) => document !== null);
}

const BLOCK = /\{\{- (range (\$\w+), (\$\w+) := (\S+)|range (\$\w+) := (\S+)|if eq (\S+) "([^"]*)"|if (\S+)) \}\}\n?/;
const END = /[ \t]*\{\{- end \}\}\n?/;

function render(template: string, scope: Record<string, unknown>): string {
  const open = BLOCK.exec(template);
  if (!open) return template.replace(/\{\{ (.+?) \}\}/g, (_all, expression: string) => valueOf(expression, scope));
  const [whole, , key = '', value = '', map = '', item = '', list = '', choice = '', wanted = ''] = open;
  const start = open.index + whole.length;
  const { at, length } = endOf(template, start);
  const body = template.slice(start, at);
  const before = template.slice(0, open.index).replace(/[ \t]*$/, '');
  const rows: Record<string, unknown>[] = map
    ? Object.entries(lookUp(map, scope) as object).map(([name, each]) => ({ [key]: name, [value]: each as unknown }))
    : list
      ? (lookUp(list, scope) as unknown[]).map((each) => ({ [item]: each }))
      : choice && lookUp(choice, scope) !== wanted
        ? []
        : [{}];
  const middle = rows.map((row) => render(body, { ...scope, ...row })).join('');
  return render(before, scope) + middle + render(template.slice(at + length), scope);
}

function endOf(template: string, from: number): { at: number; length: number } {
  for (let depth = 1, at = from; ; ) {
    const rest = template.slice(at);
    const end = END.exec(rest);
    const next = BLOCK.exec(rest);
    if (!end) throw new Error('unterminated block');
    depth += next && next.index < end.index ? 1 : -1;
    if (depth === 0) return { at: at + end.index, length: end[0].length };
    const step = next && next.index < end.index ? next : end;
    at += step.index + step[0].length;
  }
}

function valueOf(expression: string, scope: Record<string, unknown>): string {
  const [name = '', ...filters] = expression.split(' | ');
  let value = lookUp(name, scope);
  for (const filter of filters) {
    if (filter === 'quote') value = JSON.stringify(String(value));
    else if (filter.startsWith('default ')) value = value === '' ? lookUp(filter.slice(8), scope) : value;
    else throw new Error(`the chart uses ${filter}, which this test does not know`);
  }
  return String(value);
}

function lookUp(name: string, scope: Record<string, unknown>): unknown {
  const [first = '', ...fields] = name.split('.');
  let value: unknown = first === '' ? scope.$ : scope[first];
  for (const field of fields) {
    if (typeof value !== 'object' || value === null || !(field in value)) throw new Error(`no chart value ${name}`);
    value = (value as Record<string, unknown>)[field];
  }
  return value;
}
