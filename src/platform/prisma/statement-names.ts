import { createHash } from 'node:crypto';

/** Statements kept prepared per connection; the code has fewer with constant text. */
const MAX_NAMED = 300;
const NAME_CHARACTERS = 24;

/**
 * Names statements by their text, so that each connection parses and plans them once. Texts beyond the bound stay
 * unnamed, so that a statement whose text varies with its arguments cannot fill the server's memory.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  /** Returns the name of a statement; beyond the bound an empty one, which the driver treats as unnamed. */
  of(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size >= MAX_NAMED) return '';
    const name = `r_${createHash('sha256').update(text).digest('hex').slice(0, NAME_CHARACTERS)}`;
    this.names.set(text, name);
    return name;
  }
}
