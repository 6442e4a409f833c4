/** The JSON text of a response's body: made once, and sent as often as it is requested. */
export class Rendered<Body> {
  readonly text: string;
  /** Length of the text in bytes, for `Content-Length`. */
  readonly byteLength: number;
  /** What is still to be validated against the spec. Undefined once it is. */
  unchecked: Unchecked | undefined;
  /** The signature of this text under one `Date`, so that it is made once a second at most. */
  signature: { date: string; header: string } | undefined;
  /** What the text is of, for the compiler alone. */
  declare protected readonly body: Body;

  constructor(text: string, unchecked: Unchecked) {
    this.text = text;
    this.byteLength = Buffer.byteLength(text);
    this.unchecked = unchecked;
  }

  /** @param shown - What is sent, if that is not what is validated. */
  static of<Body>(body: Body, shown: unknown = body): Rendered<Body> {
    return new Rendered<Body>(JSON.stringify(shown), { value: body, items: [] });
  }

  /** A page of a list, from the texts of its items. */
  static page<Item, Page extends { results: Item[] }>(
    head: Omit<Page, 'results'>,
    items: readonly Rendered<Item>[],
  ): Rendered<Page> {
    const results = items.map(({ text }) => text).join(',');
    return new Rendered<Page>(`${JSON.stringify(head).slice(0, -1)},"results":[${results}]}`, {
      value: { ...head, results: [] },
      items,
    });
  }
}

/** A body that is not validated yet: what it was made from, and the items of its list, which are validated one by one. */
interface Unchecked {
  readonly value: unknown;
  readonly items: readonly Rendered<unknown>[];
}
