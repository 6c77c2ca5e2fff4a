/**
 * A map with a bound: one entry more drops the one that was set longest ago. What clients can name is kept in no other
 * map, so that nothing they send grows a node. Setting an entry again keeps it for longest, so a reader that does so on
 * each read drops the least recently used.
 */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  /**
   * Stands before the oldest entry: all before it were dropped, or set again behind it. One that began anew would walk
   * past every hole that a dropped entry has left, of which a large map has as many as entries.
   */
  private oldest: Iterator<Key, undefined> | null = null;
  /** Entries set since `oldest` was last used. */
  private idle = 0;

  /** @param dropped releases what an entry holds when the bound drops it; not called for `delete` or `clear` */
  constructor(
    private readonly most: number,
    private readonly dropped: (value: Value) => void = () => undefined,
  ) {
    super();
  }

  /** False while the map is less than half full: nothing is dropped soon, so that no order needs to be kept. */
  get isFilling(): boolean {
    return this.size >= this.most / 2;
  }

  override set(key: Key, value: Value): this {
    this.delete(key);
    if (this.size >= this.most) this.dropOldest();
    // an iterator keeps every table alive that the map has outgrown since its last use
    else if (this.oldest && (this.idle += 1) > this.most) this.oldest = null;
    return super.set(key, value);
  }

  /** Returns the entry, made and set if there is none. */
  getOrMake(key: Key, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  private dropOldest(): void {
    this.idle = 0;
    this.oldest ??= this.keys();
    let { done, value: key } = this.oldest.next();
    if (done === true) {
      // it had come to the end of an empty map, which it does not leave again
      this.oldest = this.keys();
      ({ done, value: key } = this.oldest.next());
      if (done === true) return;
    }
    const value = this.get(key as Key) as Value;
    this.delete(key as Key);
    this.dropped(value);
  }
}
