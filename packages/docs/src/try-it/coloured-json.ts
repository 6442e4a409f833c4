const tokens = /("(?:\\.|[^"\\])*")(:?)|[-\d.eE+]+|true|false|null/g;

/** JSON as markup, in which names, texts and other values look different. */
export function colouredJson(json: string): DocumentFragment {
  const made = new DocumentFragment();
  let end = 0;
  for (const { 0: token, 1: text, 2: colon, index } of json.matchAll(tokens)) {
    const span = document.createElement('span');
    span.className = colon ? 'json-name' : text ? 'json-text' : 'json-value';
    span.textContent = text ?? token;
    made.append(json.slice(end, index), span);
    end = index + (text ?? token).length;
  }
  made.append(json.slice(end));
  return made;
}
