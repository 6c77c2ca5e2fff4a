import { createHash } from 'node:crypto';

/** Distinct statements kept prepared on each connection; the code has fewer than this whose text is constant. */
const MAX_NAMED = 300;
const NAME_CHARACTERS = 24;

/**
 * Names statements by their text, so that each connection parses and plans one only once. Texts beyond the bound stay
 * unnamed: a statement whose text varies with its arguments must not fill the server's memory.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  /** The name of a statement; empty, which the driver takes as unnamed, beyond the bound. */
  of(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size >= MAX_NAMED) return '';
    const name = `r_${createHash('sha256').update(text).digest('hex').slice(0, NAME_CHARACTERS)}`;
    this.names.set(text, name);
    return name;
  }
}
