// Prefix sums that can change: how many rows stand before a file, and which file a row falls into.

/** A growing list of counts with sums of any prefix in logarithmic time. */
export class Fenwick {
  #tree = new Float64Array(1025);
  #counts = new Uint32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The count at `index`. */
  at(index: number): number {
    return this.#counts[index] ?? 0;
  }

  /** Appends a count. */
  push(count: number): void {
    this.#reserve(this.#length + 1);
    const node = ++this.#length;
    this.#counts[node - 1] = count;
    // A node sums the counts below it; all of them are there already.
    let sum = count;
    for (let child = node - 1; child > node - (node & -node); child -= child & -child) sum += this.#tree[child]!;
    this.#tree[node] = sum;
  }

  /** Changes the count at `index`. */
  set(index: number, count: number): void {
    const change = count - this.#counts[index]!;
    this.#counts[index] = count;
    for (let node = index + 1; node <= this.#length; node += node & -node) this.#tree[node]! += change;
  }

  /** The sum of the first `length` counts. */
  before(length: number): number {
    let sum = 0;
    for (let node = length; node > 0; node -= node & -node) sum += this.#tree[node]!;
    return sum;
  }

  /** The sum of all counts. */
  get total(): number {
    return this.before(this.#length);
  }

  /** The index whose count covers position `position` of all counts laid end to end; the last one beyond that. */
  find(position: number): number {
    let node = 0;
    let rest = position;
    for (let step = 1 << (31 - Math.clz32(this.#length || 1)); step > 0; step >>= 1) {
      const next = node + step;
      if (next <= this.#length && this.#tree[next]! <= rest) {
        node = next;
        rest -= this.#tree[next]!;
      }
    }
    return Math.min(node, this.#length - 1);
  }

  /** Replaces everything. */
  reset(counts: Iterable<number> = []): void {
    this.#length = 0;
    for (const count of counts) this.push(count);
  }

  #reserve(length: number): void {
    if (length <= this.#counts.length) return;
    const counts = new Uint32Array(this.#counts.length * 2);
    counts.set(this.#counts);
    this.#counts = counts;
    const tree = new Float64Array(counts.length + 1);
    tree.set(this.#tree);
    this.#tree = tree;
  }
}
