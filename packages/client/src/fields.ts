type Query = { readonly query?: unknown };

/** The query of an operation. */
export type QueryOf<Data extends Query> = NonNullable<Data['query']>;

/** The query of an operation, with `fields` as a list of names. */
export type QueryWithFields<Data extends Query, Field> = Omit<QueryOf<Data>, 'fields'> & {
  /** Names of the fields that the response is to have, at the top level. All of them if absent or empty. */
  fields?: readonly Field[] | undefined;
};

/** A resource with the fields that were asked for. */
export type WithFields<Resource, Field> = [keyof Resource] extends [Field]
  ? Resource
  : Pick<Resource, Field & keyof Resource>;

/** A page whose items have the fields that were asked for. */
export type PageWithFields<Page extends { results: unknown[] }, Field> = [
  keyof Page['results'][number],
] extends [Field]
  ? Page
  : Omit<Page, 'results'> & { results: WithFields<Page['results'][number], Field>[] };
