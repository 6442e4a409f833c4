type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Flattens intersections, at any depth, so that two spellings of one shape compare as equal. */
type Flat<T> = T extends (infer Item)[] ? Flat<Item>[] : T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;

/** Compiles only where the two types are the same. */
export function equal<A, B>(..._same: Equal<Flat<A>, Flat<B>> extends true ? [] : [error: 'the types differ', A, B]): void {}
