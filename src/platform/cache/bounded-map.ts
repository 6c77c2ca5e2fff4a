/**
 * A map with a bound: one entry more drops the one that was set longest ago. What clients can name is kept in no other
 * map, so that nothing they send grows a node. Setting an entry again keeps it for longest, so a reader that does so on
 * each read drops the least recently used.
 */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
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
    for (const [key, value] of this) {
      this.delete(key);
      this.dropped(value);
      return;
    }
  }
}
