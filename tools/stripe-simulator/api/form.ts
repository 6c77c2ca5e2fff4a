/** Decoded parameters: `a[b]=c` is a tree under `a`; a list `a[0]=x` or `a[]=x` is a tree with numeric names. */
export interface FormTree {
  [name: string]: string | FormTree;
}

/** More pairs than any of Stripe's calls needs; larger forms are rejected. */
const MAX_PAIRS = 1_000;
const MAX_DEPTH = 6;

export type FormResult =
  | { readonly kind: 'form'; readonly tree: FormTree }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Parses Stripe's encoding of nested parameters in `application/x-www-form-urlencoded`. */
export function parseForm(text: string): FormResult {
  const tree = emptyTree();
  if (text === '') return { kind: 'form', tree };
  const pairs = text.split('&');
  if (pairs.length > MAX_PAIRS) return { kind: 'malformed', reason: `more than ${MAX_PAIRS} parameters` };
  for (const pair of pairs) {
    if (pair === '') continue;
    const separator = pair.indexOf('=');
    const name = decode(separator === -1 ? pair : pair.slice(0, separator));
    const value = decode(separator === -1 ? '' : pair.slice(separator + 1));
    if (name === null || value === null) return { kind: 'malformed', reason: 'an incomplete percent sequence' };
    if (!place(tree, name, value)) return { kind: 'malformed', reason: `the parameter name ${name.slice(0, 80)}` };
  }
  return { kind: 'form', tree };
}

/** Returns a tree without a prototype, so that parameters cannot collide with inherited properties. */
function emptyTree(): FormTree {
  return Object.create(null) as FormTree;
}

function place(tree: FormTree, name: string, value: string): boolean {
  const path = splitName(name);
  if (path === null) return false;
  let node = tree;
  for (const step of path.slice(0, -1)) {
    const next = node[step] ?? emptyTree();
    if (typeof next === 'string') return false;
    node[step] = next;
    node = next;
  }
  const last = path[path.length - 1] as string;
  node[last === '' ? String(Object.keys(node).length) : last] = value;
  return true;
}

/** `a[b][c]` → `['a', 'b', 'c']`; null if the brackets do not match or nest too deeply. */
function splitName(name: string): string[] | null {
  const open = name.indexOf('[');
  if (open === -1) return name === '' ? null : [name];
  if (open === 0 || !name.endsWith(']')) return null;
  const path = [name.slice(0, open), ...name.slice(open + 1, -1).split('][')];
  return path.length > MAX_DEPTH || path.some((step) => /[[\]]/.test(step)) ? null : path;
}

function decode(text: string): string | null {
  try {
    return text.includes('%') || text.includes('+') ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
  } catch {
    return null;
  }
}
