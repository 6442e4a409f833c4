type Query = { readonly query?: unknown };

/** The query parameters of an operation. */
export type QueryOf<Data extends Query> = NonNullable<Data['query']>;

/** The query parameters of an operation, with `fields` as an array of names. */
export type QueryWithFields<Data extends Query, Field> = Omit<QueryOf<Data>, 'fields'> & {
  /** Names of the top-level fields to return. Default: all. An empty array returns all as well. */
  fields?: readonly Field[] | undefined;
};

/** A resource with the requested fields. */
export type WithFields<Resource, Field> = [keyof Resource] extends [Field]
  ? Resource
  : Pick<Resource, Field & keyof Resource>;

/** A page whose items have the requested fields. */
export type PageWithFields<Page extends { results: unknown[] }, Field> = [
  keyof Page['results'][number],
] extends [Field]
  ? Page
  : Omit<Page, 'results'> & { results: WithFields<Page['results'][number], Field>[] };
